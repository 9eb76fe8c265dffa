import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { SCREENS } from '../../functions/ledger/console/screens.ts'
import { depsOn } from '../../functions/ledger/installed.ts'
import { consoleApp } from '../../shared/console/consoleApp.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import { newApiKey } from '../../shared/security/apiKey.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { sessionStore } from '../../shared/store/sessionStore.ts'
import { startReporting } from '../harness/reporting.ts'

let on: Awaited<ReturnType<typeof startReporting>>
let app: ReturnType<typeof consoleApp>
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  app = consoleApp({ ...depsOn(on.table), sessions: sessionStore(on.table), now: on.now }, SCREENS)
})

const TENCENT = {
  id: 'tencent',
  platform: 'tencent_ads' as const,
  connection: 'main',
  conversions: { captured: { action: 'RESERVATION' } },
}

let sessions = 0

/** The cookie of somebody who is signed in with these scopes. */
const signedIn = async (...scopes: Scope[]): Promise<string> => {
  const { keyId, key: _, hash } = newApiKey()
  const at = on.now().toISOString()
  await apiKeyStore(on.table).create({ keyId, hash, name: 'test', scopes, createdAt: at })
  const id = `session-${++sessions}`
  const expiresAt = new Date(on.now().getTime() + 3_600_000).toISOString()
  await sessionStore(on.table).create(createHash('sha256').update(id).digest('hex'), { keyId, expiresAt })
  return `tuoke=${id}`
}

const event = { headers: {}, requestContext: { requestId: 'r', http: { sourceIp: '192.0.2.1' } } }

const look = async (path: string, ...scopes: Scope[]) => {
  const headers = { cookie: await signedIn(...scopes) }
  const response = await app.request(`${path}${path.includes('?') ? '&' : '?'}lang=en`, { headers }, { event })
  return { status: response.status, text: await response.text() }
}

const send = async (path: string, fields: Record<string, string>, ...scopes: Scope[]) => {
  const headers = { cookie: `${await signedIn(...scopes)}; tuoke-lang=en`, 'sec-fetch-site': 'same-origin' }
  const init = { method: 'POST', headers, body: new URLSearchParams(fields) }
  const response = await app.request(path, init, { event })
  return { status: response.status, text: await response.text() }
}

/** The conversions of leads that the platform answered so. */
const answered = async (answer: { code: number }, count = 1) => {
  on.platform.answer({ json: answer })
  const campaignId = await on.campaign([TENCENT])
  const leads = []
  for (let n = 0; n < count; n++) leads.push(await on.lead(campaignId))
  for (const lead of leads) await on.tell(lead)
  await on.drain()
  const rows = (await on.rows()).filter((row) => row.campaignId === campaignId)
  return { campaignId, leads, rows }
}

const ALL: Scope[] = ['conversions:read', 'conversions:write']

describe('the ledger in the console', () => {
  it('shows each row with its verdict, narrowed as asked for', async () => {
    const { campaignId, rows } = await answered({ code: 31033 }, 2)
    const { status, text } = await look(`/console/conversions?campaign=${campaignId}`, ...ALL)
    expect(status).toBe(200)
    for (const { conversionId } of rows) expect(text).toContain(`/console/conversions/${conversionId}`)
    expect(text).toContain('Rejected by the platform')
    expect(text).toContain('<code>code_31033</code>')
    expect(text).toContain(`/console/conversions/replays?campaign=${campaignId}`)
    const accepted = await look(`/console/conversions?campaign=${campaignId}&status=accepted`, 'conversions:read')
    expect(accepted.text).toContain('There are no such conversions.')
    expect(accepted.text).not.toContain('/console/conversions/replays')
    const nonsense = await look(`/console/conversions?campaign=${campaignId}&status=x&day=y`, ...ALL)
    expect(nonsense.text).toContain(rows[0]?.conversionId)
  })

  it('shows one with all its attempts, and sends it again', async () => {
    const { rows } = await answered({ code: 31033 })
    const path = `/console/conversions/${rows[0]?.conversionId}`
    const { text } = await look(path, ...ALL)
    for (const part of ['RESERVATION', 'Send again', 'code_31033', rows[0]?.leadId]) expect(text).toContain(part)
    expect((await look(path, 'conversions:read')).text).not.toContain('Send again')
    expect((await send(path, {}, ...ALL)).text).toContain('It is sent again.')
    on.platform.answer({ json: { code: 0 } })
    on.forward(60)
    await on.lookAfter()
    await on.drain()
    expect((await look(path, ...ALL)).text).toContain('Accepted')
    expect((await send(path, {}, ...ALL)).text).toContain('Not sent again: Accepted')
  })

  it('says what would be sent again before it is', async () => {
    const { campaignId, rows } = await answered({ code: 31033 }, 3)
    const asked = { campaign: campaignId, status: 'rejected', platform: 'tencent_ads' }
    const tried = await send('/console/conversions/replays', asked, ...ALL)
    expect(tried.text).toContain('Would be sent again: 3')
    expect(tried.text).toContain('Send these again now')
    expect((await on.rows()).filter((row) => row.campaignId === campaignId && row.status !== 'rejected')).toEqual([])
    const sure = await send('/console/conversions/replays', { ...asked, sure: 'yes' }, ...ALL)
    expect(sure.text).toContain('Sent again: 3')
    const now = (await on.rows()).filter(({ conversionId }) => rows.some((row) => row.conversionId === conversionId))
    expect(now.map(({ status }) => status)).toEqual(['planned', 'planned', 'planned'])
  })

  it.each(['/console/conversions/cv_x', `/console/conversions/cv_${'a'.repeat(20)}`])(
    'knows no row at %s',
    async (path) => {
      expect(await look(path, ...ALL)).toMatchObject({
        status: 404,
        text: expect.stringContaining('conversion_not_found'),
      })
      expect((await send(path, {}, ...ALL)).status).toBe(404)
    },
  )
})

describe('the receipt of a lead in the console', () => {
  it('names the candidates, the rules, and the winner', async () => {
    const { leads } = await answered({ code: 0 })
    const { status, text } = await look(`/console/leads/${leads[0]?.leadId}/attribution`, 'leads:read')
    expect(status).toBe(200)
    for (const part of ['Tencent Ads', 'last click', 'gdt_vid=click-', 'The lead is owed to it.'])
      expect(text).toContain(part)
  })

  it('is there for a lead that is', async () => {
    const { status, text } = await look(`/console/leads/ld_${'a'.repeat(20)}/attribution`, 'leads:read')
    expect([status, text.includes('lead_not_found')]).toEqual([404, true])
  })
})
