import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Decision } from '../../shared/domain/decision.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { CREDIT, CREDITED_AT, creditedLead, decided, REVERSAL, rowsOf } from '../harness/decided.ts'
import { type DestinationInput, type Reporting, startReporting, tencent } from '../harness/reporting.ts'

let on: Reporting
beforeAll(async () => {
  on = await startReporting()
  await on.connect('tencent_ads', { accountId: '25610', accessToken: 'a-synthetic-token', userActionSetId: '77' })
  await on.connect('baidu', { token: 'a-synthetic-token' })
})

beforeEach(() => on.platform.answer({ json: { code: 0, header: { status: 0 } } }))

/** A destination at Baidu, the one platform that takes conversions back. */
const baidu = (conversions: DestinationInput['conversions']): DestinationInput => ({
  id: 'search',
  platform: 'baidu',
  connection: 'main',
  conversions,
})

const BAIDU_CLICK = { touch: { url: 'https://loan.bank.example/spring', clickIds: { bd_vid: 'b1' } } }

describe('a reversed decision', () => {
  const reversed = async (destinations: DestinationInput[], changes: Partial<Lead> = {}) => {
    const lead = await creditedLead(on, destinations, changes)
    const more = { applicationId: await decided(on, lead, [CREDIT, REVERSAL]) }
    return {
      lead,
      credited: () => on.tell(lead, 'application.credited', more),
      reverse: () => on.tell(lead, 'application.reversed', more),
    }
  }
  const creditedOf = async (lead: Lead) => (await rowsOf(on, lead)).filter(({ milestone }) => milestone === 'credited')
  const search = baidu({ credited: { action: '79' } })

  it('is never sent when it comes before the sending, in whatever order events come', async () => {
    const { lead, credited, reverse } = await reversed([tencent()])
    await reverse()
    await credited()
    await on.drain()
    expect(await creditedOf(lead)).toMatchObject([{ status: 'retracted', reason: 'not_sent', tries: 0 }])
  })

  it('is taken back where the platform takes it back', async () => {
    const { lead, credited, reverse } = await reversed([search], BAIDU_CLICK)
    await credited()
    await on.drain()
    await reverse()
    await reverse()
    await on.drain()
    const rows = await creditedOf(lead)
    expect(rows.find(({ retracts }) => retracts)).toMatchObject({ status: 'accepted', action: '79', at: CREDITED_AT })
    expect(rows.find(({ retracts }) => !retracts)).toMatchObject({ status: 'retracted' })
    expect(on.platform.got.at(-1)).toMatchObject({ url: '/ocpcapi/api/uploadInvalidConvertData' })
  })

  it('is refused with the reason where it does not', async () => {
    const { lead, credited, reverse } = await reversed([tencent()])
    await credited()
    await on.drain()
    await reverse()
    await on.drain()
    const rows = await creditedOf(lead)
    expect(rows.find(({ retracts }) => retracts)).toMatchObject({ status: 'refused', tries: 0 })
    expect(rows.find(({ retracts }) => retracts)?.reason).toContain('retraction_unsupported')
    expect(rows.find(({ retracts }) => !retracts)).toMatchObject({ status: 'accepted' })
  })

  it('is followed by a retraction when it was sent and not answered', async () => {
    const { lead, credited, reverse } = await reversed([search], BAIDU_CLICK)
    on.platform.answer({ act: (response) => response.destroy() })
    await credited()
    await on.drain()
    on.platform.answer({ json: { header: { status: 0 } } })
    await reverse()
    await on.drain()
    const rows = await creditedOf(lead)
    expect(rows.find(({ retracts }) => !retracts)).toMatchObject({ status: 'retracted', reason: 'perhaps_sent' })
    expect(rows.find(({ retracts }) => retracts)).toMatchObject({ status: 'accepted' })
  })

  it('waits for a sending that goes on, and is nothing to take back when that fails', async () => {
    const { lead, credited, reverse } = await reversed([search], BAIDU_CLICK)
    on.platform.answer({
      act: (response) => {
        reverse().then(() => response.end('{"header":{"status":2}}'))
      },
    })
    await credited()
    await on.drain()
    on.platform.answer({ json: { header: { status: 0 } } })
    on.forward(120)
    await on.lookAfter()
    await on.drain()
    const rows = await creditedOf(lead)
    expect(rows.find(({ retracts }) => !retracts)).toMatchObject({ status: 'rejected' })
    expect(rows.find(({ retracts }) => retracts)).toMatchObject({ status: 'refused', reason: 'nothing_to_take_back' })
  })

  it('does not take back a milestone that another decision reached', async () => {
    const lead = await creditedLead(on, [search], BAIDU_CLICK)
    const again: Decision = { ...CREDIT, decisionId: 'd3', at: '2026-11-20T08:50:00.000Z' }
    const applicationId = await decided(on, lead, [CREDIT, REVERSAL, again])
    await on.tell(lead, 'application.reversed', { applicationId })
    expect(await creditedOf(lead)).toMatchObject([{ status: 'planned' }])
  })
})

describe('a milestone that says an earlier one was worth nothing', () => {
  it('takes the conversion of that one back', async () => {
    const at = '2026-11-20T08:00:00.000Z'
    const campaignId = await on.campaign([baidu({ captured: { action: '3' }, declined: { retracts: 'captured' } })])
    const lead = await on.lead(campaignId, BAIDU_CLICK)
    await on.tell(lead)
    await on.drain()
    const declined = { ...lead, milestones: { ...lead.milestones, declined: at } }
    await on.keep(declined)
    await on.tell(declined, 'application.declined', { applicationId: await decided(on, declined, []) })
    await on.drain()
    const rows = await rowsOf(on, lead)
    expect(rows.map(({ milestone, status }) => `${milestone} ${status}`).sort()).toEqual([
      'captured accepted',
      'captured retracted',
    ])
  })
})
