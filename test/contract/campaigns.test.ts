import { beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from '../../shared/domain/campaign.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { unique } from './asking.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  key = world.host.operatorKey()
})

const put = (campaignId: string, body: unknown, headers = {}) =>
  world.ask({ method: 'PUT', path: `/v1/campaigns/${campaignId}`, body, headers, key })
const get = (campaignId: string, as?: string) =>
  world.ask({ method: 'GET', path: `/v1/campaigns/${campaignId}`, ...(as && { key: as }) })

describe('putCampaign', () => {
  it('creates, then replaces the version that was read, and says the new one', async () => {
    const campaignId = unique('campaign')
    const created = await put(campaignId, campaignSettings())
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"'])
    const replaced = await put(campaignId, campaignSettings({ name: 'Autumn' }), { 'if-match': '"1"' })
    expect([replaced.status, replaced.headers.get('etag')]).toEqual([200, '"2"'])
    const read = await get(campaignId, key)
    expect(read.headers.get('etag')).toBe('"2"')
    expect(Campaign.parse(read.json())).toMatchObject({ campaignId, version: 2, settings: { name: 'Autumn' } })
  })

  it('refuses to replace what was changed since', async () => {
    const campaignId = await world.newCampaign()
    const [a, b] = await Promise.all([
      put(campaignId, campaignSettings({ name: 'A' }), { 'if-match': '"1"' }),
      put(campaignId, campaignSettings({ name: 'B' }), { 'if-match': '"1"' }),
    ])
    expect([a.status, b.status].sort()).toEqual([200, 412])
  })

  it('refuses If-Match on what is not there', async () => {
    expect((await put(unique('none'), campaignSettings(), { 'if-match': '"1"' })).problem().code).toBe('version_stale')
  })

  it('refuses partial bodies and bad ids', async () => {
    const { consent, ...partial } = campaignSettings()
    expect((await put(unique('campaign'), partial)).problem().errors).toMatchObject([
      { pointer: '/consent', code: 'required' },
    ])
    for (const id of ['AB-C', 'a', 'x'.repeat(41), 'a_b'])
      expect((await put(id, campaignSettings())).problem()).toMatchObject({
        status: 422,
        errors: [{ pointer: '/path/campaignId' }],
      })
  })

  it('answers the version it made when the answer of the table was lost', async () => {
    const campaignId = await world.newCampaign()
    world.host.engine.fail('PutItem', { kind: 'drop' }, { holding: campaignId })
    const reply = await put(campaignId, campaignSettings({ name: 'Lost' }), { 'if-match': '"1"' })
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, '"2"'])
  })

  it('changes what the campaign does at once', async () => {
    const campaignId = await world.newCampaign()
    const lead = (n: number) =>
      world.ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads`, body: submission(phoneNumber(n)) })
    expect((await lead(1)).json()).toMatchObject({ outcome: 'accepted' })
    await put(campaignId, campaignSettings({ status: 'closed' }), { 'if-match': '"1"' })
    expect((await lead(2)).json()).toMatchObject({ outcome: 'rejected' })
  })
})

describe('getCampaign', () => {
  it('shows a page what it needs and nothing else', async () => {
    const campaignId = await world.newCampaign({ partners: ['pt_agency'], goals: { followRate: 0.2 } })
    const view = (await get(campaignId)).json() as object
    expect(Object.keys(view).sort()).toEqual(['campaignId', 'chain', 'consent', 'fields', 'product'])
  })

  it('shows a draft to operators only', async () => {
    const campaignId = await world.newCampaign({ status: 'draft' })
    expect((await get(campaignId)).problem().code).toBe('campaign_not_found')
    expect((await get(campaignId, key)).status).toBe(200)
    for (const path of ['leads', 'visits']) {
      const reply = await world.ask({
        method: 'POST',
        path: `/v1/campaigns/${campaignId}/${path}`,
        body: submission(),
        key,
      })
      expect(reply.status).toBe(path === 'leads' ? 404 : 422)
    }
  })
})

describe('listCampaigns', () => {
  it('pages through all of them by id, each once', async () => {
    for (let i = 0; i < 5; i++) await world.newCampaign()
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const path = `/v1/campaigns?limit=2${cursor ? `&cursor=${cursor}` : ''}`
      const page = (await world.ask({ method: 'GET', path, key })).json() as { items: Campaign[]; cursor?: string }
      ids.push(...page.items.map(({ campaignId }) => campaignId))
      cursor = page.cursor
    } while (cursor)
    expect(ids.length).toBeGreaterThanOrEqual(6)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=%00', 'limit=1&limit=2'])('refuses %s', async (query) => {
    expect((await world.ask({ method: 'GET', path: `/v1/campaigns?${query}`, key })).status).toBe(422)
  })
})
