import { beforeAll, describe, expect, it } from 'vitest'
import { CREDIT, CREDITED_AT, creditedLead, decided, rowsOf } from '../harness/decided.ts'
import { type Reporting, startReporting, tencent } from '../harness/reporting.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  on.platform.answer({ json: { code: 0 } })
})

describe('planning', () => {
  it('makes one row for each destination and milestone that it is told of, however often it plans', async () => {
    const other = tencent({ id: 'second', conversions: { visited: { action: 'VIEW_CONTENT' } } })
    const lead = await on.lead(await on.campaign([tencent(), other]))
    await Promise.all(Array.from({ length: 5 }, () => on.tell(lead)))
    await on.tell(lead, 'lead.repeated')
    expect(
      (await rowsOf(on, lead)).map(({ destinationId, milestone }) => `${destinationId} ${milestone}`).sort(),
    ).toEqual(['second visited', 'tencent captured'])
  })

  it('sends what it planned, once', async () => {
    const lead = await on.lead(await on.campaign([tencent()]))
    await on.tell(lead)
    await on.tell(lead)
    await on.drain()
    const [row, ...others] = await rowsOf(on, lead)
    expect([row, others]).toMatchObject([{ status: 'accepted', action: 'RESERVATION', tries: 1 }, []])
    expect(on.platform.got.filter(({ body }) => body.includes(row?.conversionId ?? '-'))).toHaveLength(1)
  })

  it('plans nothing for a lead in test mode, but for destinations that say so', async () => {
    const lead = await on.lead(await on.campaign([tencent(), tencent({ id: 'tests', testLeads: true })]), {
      mode: 'test',
    })
    await on.tell(lead)
    expect(await rowsOf(on, lead)).toMatchObject([{ destinationId: 'tests', mode: 'test' }])
  })

  it('plans nothing for a lead that was not accepted', async () => {
    const lead = await on.lead(await on.campaign([tencent()]), { verdict: { status: 'rejected', reason: 'spam' } })
    await on.tell(lead)
    expect(await rowsOf(on, lead)).toEqual([])
  })

  it('leaves what a joined lead brought to the rows of that one', async () => {
    const lead = await on.lead(await on.campaign([tencent()]), {
      joins: [{ leadId: `ld_${'b'.repeat(20)}`, milestones: ['captured'], fields: [] }],
    })
    await on.tell(lead)
    expect(await rowsOf(on, lead)).toEqual([])
  })

  it('plans for a destination that comes later what the lead has reached before', async () => {
    const campaignId = await on.campaign([])
    const lead = await on.lead(campaignId)
    await on.tell(lead)
    await on.change(campaignId, [tencent()])
    await on.tell(lead, 'lead.repeated')
    expect(await rowsOf(on, lead)).toMatchObject([{ milestone: 'captured', status: 'planned' }])
  })

  it('ends what comes after the window of the platform as expired, and tells it', async () => {
    const lead = await on.lead(await on.campaign([tencent({ settings: { windowDays: 1 } })]), {
      milestones: { captured: '2026-11-10T08:00:00.000Z' },
      receivedAt: '2026-11-10T08:00:00.000Z',
    })
    await on.tell(lead)
    expect(await rowsOf(on, lead)).toMatchObject([
      { status: 'expired', reason: 'window_closed', event: { type: 'conversion.expired' } },
    ])
  })

  it('counts the window of Meta from the event, and that of Tencent Ads from the click', async () => {
    const at = '2026-11-20T08:30:00.000Z'
    const clicked = '2026-11-19T08:00:00.000Z'
    const meta = tencent({ id: 'meta', platform: 'meta', conversions: { captured: { action: 'Lead' } } })
    const lead = await on.lead(await on.campaign([tencent(), meta]), { milestones: { clicked, captured: at } })
    await on.tell(lead)
    const deadlines = Object.fromEntries((await rowsOf(on, lead)).map(({ platform, deadline }) => [platform, deadline]))
    expect(deadlines).toEqual({ tencent_ads: '2026-12-19T08:00:00.000Z', meta: '2026-11-27T08:30:00.000Z' })
  })

  it('waits with what an application reached for the event that names it, and steps its value', async () => {
    const lead = await creditedLead(on, [tencent()])
    await on.tell(lead, 'lead.registered')
    expect((await rowsOf(on, lead)).map(({ milestone }) => milestone)).toEqual(['captured'])
    const applicationId = await decided(on, lead, [CREDIT])
    await on.tell(lead, 'application.credited', { applicationId })
    const row = (await rowsOf(on, lead)).find(({ milestone }) => milestone === 'credited')
    expect(row).toMatchObject({ action: 'CREDIT', at: CREDITED_AT, valueFen: 20_000_000 })
    expect(JSON.stringify(row)).not.toContain('24000000')
  })
})
