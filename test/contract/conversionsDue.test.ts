import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { workOnDue } from '../../functions/dueConversions/due.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('ocean_engine', { advertiserId: '1' })
  await on.connect('kuaishou', {})
})

beforeEach(() => on.platform.answer({ json: { code: 0, result: 1 } }))

const CLICKS = { gdt_vid: 'g1', clickid: 'c1', callback: 'k1' }

const planned = async (destinations: DestinationInput[]): Promise<{ lead: Lead; campaignId: string }> => {
  const campaignId = await on.campaign(destinations)
  const lead = await on.lead(campaignId, { touch: { url: 'https://loan.bank.example/', clickIds: CLICKS } })
  await on.tell(lead)
  return { lead, campaignId }
}

const rowsOf = async ({ leadId }: Lead): Promise<Conversion[]> =>
  (await on.rows()).filter((row) => row.leadId === leadId)

/** Messages of a platform's queue, by the conversions that they are about; whoever takes them loses them. */
const lost = (platform: string): string[] => on.take(platform).map(({ body }) => JSON.parse(body).conversionId)

describe('a conversion whose message was lost', () => {
  it('has another one after some minutes, and not before', async () => {
    const { lead } = await planned([tencent()])
    expect(lost('tencent_ads')).toHaveLength(1)
    on.forward(240)
    await on.lookAfter()
    expect(lost('tencent_ads')).toEqual([])
    on.forward(120)
    await on.lookAfter()
    await on.lookAfter()
    const [row] = await rowsOf(lead)
    expect(lost('tencent_ads')).toEqual([row?.conversionId])
    on.forward(360)
    await on.lookAfter()
    await on.drain()
    expect(await rowsOf(lead)).toMatchObject([{ status: 'accepted', tries: 1 }])
  })
})

describe('what would expire', () => {
  it('is sent first', async () => {
    const windows = [9, 3, 30, 1, 14]
    const leads = []
    for (const windowDays of windows) leads.push((await planned([tencent({ settings: { windowDays } })])).lead)
    lost('tencent_ads')
    on.forward(360)
    await on.lookAfter()
    const order = lost('tencent_ads')
    const rows = (await Promise.all(leads.map(rowsOf))).flat()
    const sorted = rows.sort((a, b) => (a.deadline < b.deadline ? -1 : 1)).map(({ conversionId }) => conversionId)
    expect(order.filter((id) => sorted.includes(id))).toEqual(sorted)
  })

  it('ends as expired when it could not be sent in time, and says so', async () => {
    const { lead } = await planned([tencent({ settings: { windowDays: 1 } })])
    lost('tencent_ads')
    on.forward(86_400)
    await on.lookAfter()
    expect(await rowsOf(lead)).toMatchObject([
      { status: 'expired', reason: 'window_closed', tries: 0, event: { type: 'conversion.expired' } },
    ])
  })

  it('ends in the same way when its message comes too late', async () => {
    const { lead } = await planned([tencent({ settings: { windowDays: 1 } })])
    on.forward(86_400)
    await on.drain()
    expect(await rowsOf(lead)).toMatchObject([{ status: 'expired', tries: 0 }])
  })
})

describe('a disabled destination', () => {
  const disabled = tencent({ enabled: false })

  it('parks what is planned, and what was planned before, and gets it when it is enabled again', async () => {
    const parked = await planned([disabled])
    const before = await planned([tencent()])
    await on.change(before.campaignId, [disabled])
    const requests = on.platform.got.length
    await on.drain()
    on.forward(3600)
    await on.lookAfter()
    await on.drain()
    for (const { lead } of [parked, before])
      expect(await rowsOf(lead)).toMatchObject([{ status: 'parked', reason: 'destination_disabled', tries: 0 }])
    expect(on.platform.got).toHaveLength(requests)
    for (const { campaignId } of [parked, before]) await on.change(campaignId, [tencent()])
    await on.lookAfter()
    on.forward(60)
    await on.lookAfter()
    await on.drain()
    for (const { lead } of [parked, before])
      expect(await rowsOf(lead)).toMatchObject([{ status: 'accepted', tries: 1 }])
  })

  it('that stays so lets its rows expire', async () => {
    const { lead } = await planned([tencent({ enabled: false, settings: { windowDays: 1 } })])
    on.forward(86_400)
    await on.lookAfter()
    expect(await rowsOf(lead)).toMatchObject([{ status: 'expired', reason: 'destination_disabled' }])
  })
})

describe('a platform that is down', () => {
  it('keeps no other waiting', async () => {
    const down: DestinationInput = { ...tencent({ id: 'down' }), platform: 'ocean_engine' }
    const up: DestinationInput = { ...tencent({ id: 'up', platform: 'kuaishou' }) }
    const dead = { ...down, conversions: { captured: { action: 'form' } } }
    for (let n = 0; n < 25; n++) await planned([dead])
    const { lead } = await planned([dead, { ...up, conversions: { captured: { action: '9' } } }])
    on.platform.decide(({ url }) =>
      url.includes('/track/activate') ? { json: { result: 1 } } : { act: () => undefined },
    )
    const hanging = on.drain(['ocean_engine'])
    await on.drain(['kuaishou'])
    const statuses = async () => Object.fromEntries((await rowsOf(lead)).map((row) => [row.platform, row.status]))
    expect(await statuses()).toEqual({ ocean_engine: 'sending', kuaishou: 'accepted' })
    await hanging
  })

  it('with its queue keeps no other from being looked after', async () => {
    const { lead } = await planned([tencent()])
    lost('tencent_ads')
    on.forward(360)
    const { queues } = on.deps
    const broken: typeof queues = {
      ...queues,
      waiting: (platform) => (platform === 'kuaishou' ? Promise.reject(new Error('down')) : queues.waiting(platform)),
    }
    await planned([{ ...tencent({ id: 'k', platform: 'kuaishou' }), conversions: { captured: { action: '9' } } }])
    lost('kuaishou')
    on.forward(360)
    await expect(workOnDue({ ...on.deps, queues: broken })).rejects.toThrow('1 parts of the work failed')
    await on.drain()
    expect(await rowsOf(lead)).toMatchObject([{ status: 'accepted' }])
  })
})
