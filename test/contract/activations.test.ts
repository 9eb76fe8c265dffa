import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { visitStore } from '../../shared/store/visitStore.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { tableOn } from '../harness/tables.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})

let made = 0
const newCampaign = async (changes: Parameters<typeof campaignSettings>[0] = {}): Promise<string> => {
  const campaignId = `activates-${++made}`
  const body = campaignSettings({ chain: 'app', ...changes })
  const reply = await send(host.url, 'PUT', `/v1/campaigns/${campaignId}`, { body, key: host.operatorKey() })
  expect(reply.status).toBe(201)
  return campaignId
}

const activate = (campaignId: string, body: object, headers: Record<string, string> = {}) =>
  send(host.url, 'POST', `/v1/campaigns/${campaignId}/activations`, { body, headers })

const visitOf = async (campaignId: string, body: object): Promise<string> => {
  const reply = await activate(campaignId, body)
  expect(reply.status).toBe(202)
  return (reply.json() as { visitId: string }).visitId
}

const counts = (campaignId: string, expected: Record<string, number>) => {
  const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31`
  const asked = async () => {
    const reply = await send(host.url, 'GET', path, { key: host.operatorKey() })
    const { total } = reply.json() as { total: { counts: Record<string, number> } }
    return Object.fromEntries(Object.keys(expected).map((name) => [name, total.counts[name] ?? 0]))
  }
  return eventually(asked, (found) => JSON.stringify(found) === JSON.stringify(expected))
}

const device = (): string => randomUUID().replaceAll('-', '')
const clickIds = { gdt_vid: 'wx0abc' }

describe('the first start of an app', () => {
  it('is a visit of its device, counted once, with the ad that it came by', async () => {
    const campaignId = await newCampaign()
    const deviceHash = device()
    const visitId = await visitOf(campaignId, { clickIds, deviceHash })
    expect(visitId).toMatch(/^act_[A-Za-z0-9_-]{22}$/)
    for (const again of [deviceHash.toUpperCase(), deviceHash])
      expect(await visitOf(campaignId, { deviceHash: again })).toBe(visitId)
    expect(await counts(campaignId, { clicked: 1, visited: 1 })).toBeDefined()
    const visit = await visitStore(await tableOn(host.dynamodb, 'tuoke')).find(campaignId, visitId)
    expect(visit).toMatchObject({ dimensions: { platform: 'tencent_ads' }, touch: { clickIds, visitId } })
    expect(JSON.stringify([await allItems(host.dynamodb), host.logs])).not.toMatch(new RegExp(deviceHash, 'i'))
  })

  it('is one for fifty reports at once', async () => {
    const campaignId = await newCampaign()
    const body = { deviceHash: device() }
    const visits = await Promise.all(Array.from({ length: 50 }, () => visitOf(campaignId, body)))
    expect(new Set(visits).size).toBe(1)
    expect(await counts(campaignId, { clicked: 0, visited: 1 })).toBeDefined()
  })

  it('is one for a click, where no device is told', async () => {
    const campaignId = await newCampaign()
    const [first, again] = [await visitOf(campaignId, { clickIds }), await visitOf(campaignId, { clickIds })]
    const other = await visitOf(campaignId, { clickIds: { gdt_vid: 'wx0other' } })
    expect([again, other === first]).toEqual([first, false])
    expect(await counts(campaignId, { clicked: 2, visited: 2 })).toBeDefined()
  })

  it('is another one in another campaign: nobody is followed from one to the next', async () => {
    const body = { deviceHash: device(), clickIds }
    const visits = await Promise.all([await newCampaign(), await newCampaign()].map((id) => visitOf(id, body)))
    expect(new Set(visits).size).toBe(2)
  })

  it('by a download link is the visit of the page that led to it', async () => {
    const campaignId = await newCampaign()
    const visitId = `visit-${randomUUID()}`
    const page = { visitId, url: 'https://loan.bank.example/?gdt_vid=wx0page' }
    await send(host.url, 'POST', `/v1/campaigns/${campaignId}/visits`, { body: page })
    expect(await visitOf(campaignId, { visitId, deviceHash: device(), clickIds: { gdt_vid: 'wx0other' } })).toBe(
      visitId,
    )
    expect(await counts(campaignId, { clicked: 1, visited: 1 })).toBeDefined()
    const visit = await visitStore(await tableOn(host.dynamodb, 'tuoke')).find(campaignId, visitId)
    expect(visit?.touch.clickIds).toEqual({ gdt_vid: 'wx0page' })
  })

  it('is where a lead is counted that names it', async () => {
    const campaignId = await newCampaign()
    const visitId = await visitOf(campaignId, { clickIds, deviceHash: device() })
    const body = submission(phoneNumber(36_000), { touch: { visitId } })
    expect((await send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, { body })).status).toBe(201)
    expect(await counts(campaignId, { clicked: 1, visited: 1, captured: 1 })).toBeDefined()
    const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31&by=platform`
    const { rows } = (await send(host.url, 'GET', path, { key: host.operatorKey() })).json() as { rows: object[] }
    expect(rows).toMatchObject([{ group: { platform: 'tencent_ads' }, counts: { visited: 1, captured: 1 } }])
  })

  it('is told by an app, which comes from any origin or none', async () => {
    const campaignId = await newCampaign()
    for (const origin of ['null', 'https://app.bank.example', 'capacitor://localhost'])
      expect((await activate(campaignId, { deviceHash: device() }, { origin })).status).toBe(202)
  })

  it.each([
    ['', {}],
    ['', { clickIds: {} }],
    ['/deviceHash', { deviceHash: 'a'.repeat(31) }],
    ['/deviceHash', { deviceHash: `${'a'.repeat(31)}g` }],
    ['/visitId', { visitId: 'short' }],
    ['/clickIds/gdt_vid', { clickIds: { gdt_vid: '' } }],
  ])('that says too little is refused at "%s": %j', async (pointer, body) => {
    const { errors } = (await activate(await newCampaign(), body)).problem()
    expect(errors).toMatchObject([{ pointer }])
  })

  it.each([
    ['paused', 409, 'campaign_closed'],
    ['closed', 409, 'campaign_closed'],
    ['draft', 404, 'campaign_not_found'],
  ] as const)('in a campaign that is %s is %i %s', async (status, answered, code) => {
    const reply = await activate(await newCampaign({ status }), { deviceHash: device() })
    expect(reply.problem()).toMatchObject({ status: answered, code })
  })

  it('in no campaign is campaign_not_found', async () => {
    expect((await activate('no-such-campaign', { deviceHash: device() })).problem().code).toBe('campaign_not_found')
  })
})
