import { beforeAll, describe, expect, it } from 'vitest'
import { createLedgerApp } from '../../functions/ledger/app.ts'
import type { ConversionView, Replay } from '../../shared/contract/conversions.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { newApiKey } from '../../shared/security/apiKey.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { type Reporting, startReporting, tencent } from '../harness/reporting.ts'

let on: Reporting
let ask: (method: string, path: string, body?: object, scopes?: Scope[]) => Promise<{ status: number; json: never }>

const ALL: Scope[] = ['conversions:read', 'conversions:write']

beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  const keys = apiKeyStore(on.table)
  const { conversions, leads, now } = on.deps
  const app = createLedgerApp({ campaigns: campaignStore(on.table), conversions, leads, findKey: keys.find, now })
  const keyWith = async (scopes: Scope[]): Promise<string> => {
    const { keyId, key, hash } = newApiKey()
    await keys.create({ keyId, hash, name: 'test', scopes, createdAt: now().toISOString() })
    return key
  }
  ask = async (method, path, body, scopes = ALL) => {
    const headers = { authorization: `Bearer ${await keyWith(scopes)}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const event = { headers: {}, requestContext: { requestId: 'r', http: { sourceIp: '192.0.2.1' } } }
    const response = await app.request(path, init, { event })
    return { status: response.status, json: (await response.json()) as never }
  }
})

const TAKEN = { json: { code: 0 } }
const REFUSED = { json: { code: 31033 } }

/** So many conversions of a campaign that the platform answered. */
const answered = async (answer: typeof TAKEN, count: number, campaign?: string) => {
  on.platform.answer(answer)
  const campaignId = campaign ?? (await on.campaign([tencent()]))
  const leads: Lead[] = []
  for (let n = 0; n < count; n++) {
    const at = new Date(on.now().getTime() - (n + 1) * 60_000).toISOString()
    leads.push(await on.lead(campaignId, { milestones: { captured: at }, receivedAt: at }))
  }
  for (const lead of leads) await on.tell(lead)
  await on.drain()
  return campaignId
}

type Listed = { items: ConversionView[]; cursor?: string }
const list = async (query: string): Promise<Listed> => (await ask('GET', `/v1/conversions?${query}`)).json

type Replays = { dryRun: boolean; sent: number; items: Replay[]; cursor?: string }
const replays = async (filter: object, dryRun: boolean): Promise<Replays> =>
  (await ask('POST', '/v1/conversions/replays', { filter, dryRun })).json

describe('the ledger', () => {
  it('lists the conversions of a campaign, the latest milestone first, page by page', async () => {
    const campaign = await answered(TAKEN, 5)
    const [first, second] = [await list(`campaign=${campaign}&limit=3`), await list(`campaign=${campaign}&limit=100`)]
    expect(first.items).toHaveLength(3)
    const rest = await list(`campaign=${campaign}&limit=3&cursor=${first.cursor}`)
    expect([...first.items, ...rest.items]).toEqual(second.items)
    const times = second.items.map(({ at }) => at)
    expect(times).toEqual([...times].sort().reverse())
    expect(second.cursor).toBeUndefined()
  })

  it('finds those of a status, a platform and a day', async () => {
    const campaign = await answered(TAKEN, 2)
    await answered(REFUSED, 1, campaign)
    const counts = async (query: string) => (await list(`campaign=${campaign}&${query}`)).items.length
    expect(await counts('status=rejected')).toBe(1)
    expect(await counts('status=accepted&platform=tencent_ads')).toBe(2)
    expect(await counts('platform=meta')).toBe(0)
    expect(await counts('day=2026-11-20')).toBe(3)
    expect(await counts('day=2026-11-19')).toBe(0)
    expect(await counts('day=2026-11-21')).toBe(0)
  })

  it('shows one with its attempts and nothing that only we need', async () => {
    const campaign = await answered(REFUSED, 1)
    const [{ conversionId = '' } = {}] = (await list(`campaign=${campaign}`)).items
    const { status, json } = await ask('GET', `/v1/conversions/${conversionId}`)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      status: 'rejected',
      reason: 'code_31033',
      attempts: [{ way: 'tencent_ads.click_id', outcome: 'rejected', reason: 'code_31033' }],
    })
    expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['version']))
  })

  it.each([
    ['GET', '/v1/conversions?campaign=unknown', 'campaign_not_found'],
    ['GET', `/v1/conversions/cv_${'a'.repeat(20)}`, 'conversion_not_found'],
    ['GET', '/v1/conversions/anything', 'conversion_not_found'],
    ['POST', `/v1/conversions/cv_${'a'.repeat(20)}/replay`, 'conversion_not_found'],
  ])('answers %s %s with %s', async (method, path, code) => {
    expect((await ask(method, path)).json).toMatchObject({ code })
  })

  it('is for those who may read it, and sending again for those who may write', async () => {
    const campaign = await answered(REFUSED, 1)
    const reads = await ask('GET', `/v1/conversions?campaign=${campaign}`, undefined, ['leads:read'])
    const body = { filter: { campaign }, dryRun: true }
    const writes = await ask('POST', '/v1/conversions/replays', body, ['conversions:read'])
    expect([reads.json, writes.json]).toMatchObject([{ code: 'scope_missing' }, { code: 'scope_missing' }])
  })
})

describe('a replay', () => {
  it('sends a rejected conversion again, under its id and as the campaign says now', async () => {
    const campaign = await answered(REFUSED, 1)
    const [{ conversionId = '' } = {}] = (await list(`campaign=${campaign}`)).items
    await on.change(campaign, [tencent({ conversions: { captured: { action: 'COMPLETE_ORDER' } } })])
    const { status, json } = await ask('POST', `/v1/conversions/${conversionId}/replay`)
    expect(status).toBe(202)
    expect(json).toMatchObject({ status: 'planned', tries: 0 })
    on.platform.answer(TAKEN)
    on.forward(60)
    await on.lookAfter()
    await on.drain()
    const [row] = (await list(`campaign=${campaign}`)).items
    expect(row).toMatchObject({ conversionId, status: 'accepted', action: 'COMPLETE_ORDER', tries: 1 })
    expect(row?.attempts.map(({ outcome }) => outcome)).toEqual(['rejected', 'accepted'])
    expect(on.platform.bodies().at(-1).actions[0]).toMatchObject({ outer_action_id: conversionId })
  })

  it('does not touch what was accepted, nor what is still open', async () => {
    const campaign = await answered(TAKEN, 1)
    const lead = await on.lead(campaign)
    await on.tell(lead)
    for (const { conversionId, status } of (await list(`campaign=${campaign}`)).items) {
      const { json } = await ask('POST', `/v1/conversions/${conversionId}/replay`)
      expect([status, json]).toMatchObject([
        status,
        {
          code: 'conversion_not_replayable',
          detail: expect.stringMatching(status === 'accepted' ? /accepted/ : /still/),
        },
      ])
    }
  })

  it('of many says before what would be sent, and sends exactly that', async () => {
    const campaign = await answered(REFUSED, 3)
    await answered(TAKEN, 2, campaign)
    const filter = { campaign, status: 'rejected', reason: 'code_31033' }
    const dry = await replays(filter, true)
    expect(dry).toMatchObject({ dryRun: true, sent: 0 })
    expect(dry.items).toHaveLength(3)
    expect((await list(`campaign=${campaign}&status=rejected`)).items).toHaveLength(3)
    expect(await replays(filter, false)).toEqual({ ...dry, dryRun: false, sent: 3 })
    on.platform.answer(TAKEN)
    on.forward(60)
    await on.lookAfter()
    await on.drain()
    expect((await list(`campaign=${campaign}&status=accepted`)).items).toHaveLength(5)
  })

  it('of some by their ids says of each why it is not sent', async () => {
    const campaign = await answered(TAKEN, 1)
    await answered(REFUSED, 1, campaign)
    const other = await answered(REFUSED, 1)
    const all = [...(await list(`campaign=${campaign}`)).items, ...(await list(`campaign=${other}`)).items]
    const { items } = await replays({ campaign, ids: all.map(({ conversionId }) => conversionId) }, true)
    expect(items.map(({ status, notSent }) => `${status} ${notSent}`).sort()).toEqual([
      'accepted accepted',
      'rejected undefined',
    ])
  })

  it('is for as long as the window is open, and a destination is there', async () => {
    const campaign = await answered(REFUSED, 1)
    await on.change(campaign, [])
    expect((await replays({ campaign }, true)).items).toMatchObject([{ notSent: 'no_destination' }])
    await on.change(campaign, [tencent({ settings: { windowDays: 1 } })])
    on.forward(2 * 86_400)
    expect((await replays({ campaign }, true)).items).toMatchObject([{ notSent: 'window_closed' }])
    await on.change(campaign, [tencent()])
    expect((await replays({ campaign }, false)).sent).toBe(1)
  })
})
