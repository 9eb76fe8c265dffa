import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { startHost } from '../../infra/local/host.ts'
import { eventually, send } from '../harness/client.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { campaignSettings, submission } from '../harness/samples.ts'
import { captureLogs, freshTopology } from '../harness/testHost.ts'

const PHONE = '13912345678'
const CANARIES = [PHONE, '139 1234 5678', '司徒金丝雀', '金丝雀商贸有限公司', '金丝雀的秘密', 'Canary-Secret-Token']

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
