import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { startHost } from '../../infra/local/host.ts'
import { APPLICANT, REGISTRATION, RULES } from '../harness/applicationSamples.ts'
import { eventually, send } from '../harness/client.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { campaignSettings, submission } from '../harness/samples.ts'
import { captureLogs, freshTopology } from '../harness/testHost.ts'
import type { Ask } from './asking.ts'
import { makeCustomer } from './customer.ts'
import { tapOn } from './world.ts'

const PHONE = '13912345678'
const { name: APPLICANT_NAME } = APPLICANT
const ID_NUMBER = '11010119900307109X'
const WRONG_ID_NUMBER = '110101199003071098'
const CARD = '6222021000000000009'
const CANARIES = [
  ...[PHONE, '139 1234 5678', '司徒金丝雀', '金丝雀商贸有限公司', '金丝雀的秘密', 'Canary-Secret-Token'],
  ...[APPLICANT_NAME, ID_NUMBER, APPLICANT.idNumber, WRONG_ID_NUMBER, CARD, APPLICANT.bankCard],
]

const forms = (canary: string): string[] => {
  const bytes = Buffer.from(canary)
  return [
    canary,
    encodeURIComponent(canary),
    JSON.stringify(canary).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ]
}

/** Which canaries are in some text, in any of the forms they could be kept in. */
const found = (text: string): string[] => CANARIES.filter((canary) => forms(canary).some((form) => text.includes(form)))

type Running = Awaited<ReturnType<typeof startHost>>

/** Somebody registers with the phone, applies, is checked, mistypes, and is decided about by a workflow that says too much. */
const apply = async (host: Running): Promise<void> => {
  const key = host.operatorKey()
  const ask = ({ method, path, ...more }: Ask) => send(host.url, method, path, more)
  const body = campaignSettings({ registration: REGISTRATION, application: RULES })
  await ask({ method: 'PUT', path: '/v1/campaigns/canary-loan', body, key })
  const tap = (phone: string) => tapOn(host, phone)
  const customer = await makeCustomer({ ask, campaignId: 'canary-loan', tap }, PHONE)
  const { leadToken, filledIn, submitted, drafts } = customer
  const at = (id: string, more = '') => `/v1/applications/${id}${more}`
  const started = await ask({ method: 'POST', path: at(filledIn, '/identity-checks'), body: {}, key: leadToken })
  expect(started.status).toBe(201)
  const headers = { 'if-match': '"1"' }
  const wrong = { applicant: { idNumber: WRONG_ID_NUMBER, name: APPLICANT_NAME } }
  const refused = await ask({ method: 'PATCH', path: at(drafts[0] ?? ''), body: wrong, headers, key: leadToken })
  expect([refused.status, found(refused.text)]).toEqual([422, []])
  expect(found((await ask({ method: 'GET', path: at(filledIn), key: leadToken })).text)).toEqual([])
  const full = await ask({ method: 'GET', path: at(filledIn, '?view=full'), key })
  expect(found(full.text)).toEqual(expect.arrayContaining([PHONE, APPLICANT_NAME, ID_NUMBER, CARD]))
  const decision = { decisionId: 'one', kind: 'declined', at: '2026-11-26T08:00:00Z', reasonCode: 'policy' }
  await ask({ method: 'POST', path: at(submitted, '/decisions'), body: { ...decision, idNumber: ID_NUMBER }, key })
}

it('no personal data is in the table file, the stream, the bus log, the host files or the log, whatever is sent', async () => {
  const data = temporaryFolder()
  const logs = captureLogs()
  const engine = await startEngine(findEngine(), { file: join(data, 'table.db') })
  const host = await startHost({
    topology: freshTopology(),
    root: ROOT,
    data,
    port: 0,
    host: '127.0.0.1',
    dynamodbEndpoint: engine.url,
    tableName: 'tuoke',
    outboundHosts: '',
    simulatorsPort: 0,
    report: (error) => logs.push(String(error)),
  })
  const key = host.operatorKey()
  const fields = [{ name: 'note', label: 'Note', type: 'text' as const, required: true }]
  await send(host.url, 'PUT', '/v1/campaigns/canary', { body: campaignSettings({ fields }), key })
  await send(host.url, 'PUT', '/v1/connections/baidu/one', { body: { token: 'Canary-Secret-Token' }, key })

  const body = {
    ...submission('139 1234 5678'),
    contact: { phone: '139 1234 5678', name: '司徒金丝雀', company: '金丝雀商贸有限公司' },
    answers: { note: '金丝雀的秘密' },
    touch: {
      url: `https://loan.bank.example/a?phone=${PHONE}&name=司徒金丝雀#${PHONE}`,
      referrer: `https://x.example/?q=${PHONE}`,
    },
  }
  const post = (more: object, headers: Record<string, string> = {}) =>
    send(host.url, 'POST', '/v1/campaigns/canary/leads', { body: { ...body, ...more }, headers })
  const { leadId } = (await post({}, { 'idempotency-key': `"${PHONE}"` })).json() as { leadId: string }
  await post({}, { 'user-agent': PHONE, 'x-forwarded-for': PHONE, referer: `https://x.example/?${PHONE}` })
  await post({ contact: { phone: `${PHONE}9`, name: '司徒金丝雀' } })
  await post({ website: '司徒金丝雀' })
  await send(host.url, 'POST', '/v1/campaigns/canary/leads', {
    raw: `{"contact": "${PHONE}"`,
    headers: { 'content-type': 'application/json' },
  })
  await send(host.url, 'POST', '/v1/campaigns/canary/visits', {
    body: { visitId: 'visit-0001', url: body.touch.url, referrer: body.touch.referrer },
  })
  await apply(host)
  const unmasked = await send(host.url, 'GET', `/v1/leads/${leadId}/timeline?unmask=true`, { key })
  expect(found(unmasked.text)).toContain(PHONE)
  const masked = await eventually(
    () => send(host.url, 'GET', `/v1/leads/${leadId}/timeline`, { key }),
    ({ text }) => text.includes('contact.unmasked') && text.includes('lead.repeated'),
  )
  expect(found(masked.text)).toEqual([])
  await host.close()
  await engine.stop()

  for (const name of readdirSync(data))
    expect({
      name,
      found: found(readFileSync(join(data, name), 'latin1') + readFileSync(join(data, name), 'utf8')),
    }).toEqual({ name, found: [] })
  expect(found(logs.join('\n'))).toEqual([])
  expect(logs.length).toBeGreaterThan(5)
})
