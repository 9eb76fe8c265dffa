import { beforeAll, describe, expect, it } from 'vitest'
import { FunnelReport } from '../../shared/contract/reports.ts'
import type { Amounts } from '../../shared/domain/amounts.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { LATER_EVENTS, type LaterMilestone } from '../../shared/domain/milestone.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { eventually } from '../harness/client.ts'
import { partnerTerms, setPartner } from '../harness/partners.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  key = world.host.operatorKey()
})

const today = () => dayOf(new Date().toISOString(), 'Asia/Shanghai')
const ask = (campaignId: string, query = '') =>
  world.ask({
    method: 'GET',
    path: `/v1/reports/funnel?campaign=${campaignId}&from=${today()}&to=${today()}${query}`,
    key,
  })
const report = async (campaignId: string, query = '') => FunnelReport.parse((await ask(campaignId, query)).json())
const visit = (campaignId: string, visitId: string, url: string) =>
  world.ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/visits`, body: { visitId, url } })
const lead = (campaignId: string, n: number, touch: object = {}) =>
  world.ask({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads`, body: submission(phoneNumber(n), { touch }) })

/** Lets a lead reach milestones, one right after the other. */
const reach = async (leadId: string, steps: [LaterMilestone, Amounts?][]) => {
  const leads = leadStore(openTable({ db: dynamoClient(), name: 'tuoke' }))
  for (const [milestone, amounts] of steps) {
    const eventId = eventIdOf(LATER_EVENTS[milestone], leadId)
    await leads.reach({ leadId }, { milestone, eventId, at: new Date().toISOString(), ...(amounts && { amounts }) })
  }
}

const AD = 'https://loan.bank.example/?gdt_vid=a&utm_campaign=ad-1'

describe('the funnel report', () => {
  it('counts visits, clicks, leads, repeats and rejections where they came from', async () => {
    const campaignId = await world.newCampaign()
    await visit(campaignId, 'visit-0001', AD)
    await visit(campaignId, 'visit-0001', AD)
    await visit(campaignId, 'visit-0002', 'https://loan.bank.example/?utm_source=newsletter')
    await lead(campaignId, 1, { visitId: 'visit-0001', url: 'https://loan.bank.example/?gclid=later' })
    await lead(campaignId, 1)
    await lead(campaignId, 2, { url: 'https://loan.bank.example/?partner=pt_stranger' })
    const full = await eventually(
      () => report(campaignId, '&by=platform,ad'),
      ({ total }) => total.counts.rejected === 1,
    )
    expect(
      full.rows.map(({ group, counts: { clicked, visited, captured, repeated, rejected } }) => ({
        ...group,
        clicked,
        visited,
        captured,
        repeated,
        rejected,
      })),
    ).toEqual([
      { platform: '-', ad: '-', clicked: 0, visited: 0, captured: 0, repeated: 0, rejected: 1 },
      { platform: 'newsletter', ad: '-', clicked: 0, visited: 1, captured: 0, repeated: 0, rejected: 0 },
      { platform: 'tencent_ads', ad: 'ad-1', clicked: 1, visited: 1, captured: 1, repeated: 1, rejected: 0 },
    ])
    expect((await report(campaignId, '&basis=event')).total.counts).toEqual(full.total.counts)
  })

  it('counts a visit once, whether it or its lead comes first, and a click however often its page is opened', async () => {
    const campaignId = await world.newCampaign()
    await lead(campaignId, 3, { visitId: 'visit-late', url: AD })
    await eventually(
      () => report(campaignId),
      ({ total }) => total.counts.captured === 1,
    )
    expect((await visit(campaignId, 'visit-late', AD)).status).toBe(202)
    await visit(campaignId, 'visit-after', AD)
    const { total } = await eventually(
      () => report(campaignId),
      ({ total }) => total.counts.visited === 2,
    )
    expect(total.counts).toMatchObject({ clicked: 1, visited: 2, captured: 1 })
  })

  it('counts what a lead reaches up to the money it draws, and projects the undecided from it', async () => {
    const campaignId = await world.newCampaign()
    const replies = [await lead(campaignId, 11), await lead(campaignId, 12)]
    const [one = '', other = ''] = replies.map((reply) => (reply.json() as { leadId: string }).leadId)
    await reach(other, [['registered'], ['applied']])
    const toCredit: [LaterMilestone, Amounts?][] = [['registered'], ['applied'], ['credited', { limitFen: 30_000_000 }]]
    await reach(one, [...toCredit, ['disbursed', { disbursedFen: 12_000_000 }], ...toCredit])
    const { total, maturation } = await eventually(
      () => report(campaignId),
      ({ total }) => total.counts.disbursed === 1 && total.counts.applied === 2,
    )
    expect(total.counts).toMatchObject({ captured: 2, registered: 2, applied: 2, credited: 1, declined: 0 })
    expect(total.amounts).toEqual({ limitFen: 30_000_000, disbursedFen: 12_000_000 })
    expect((await report(campaignId, '&basis=event')).total).toEqual(total)
    expect(maturation).toMatchObject({ undecided: 1, basedOn: { applications: 2, decisions: 1, from: today() } })
    const types = await eventually(
      () => world.host.busEvents().flatMap(({ detail }) => (detail.leadId === one ? [detail.type] : [])),
      (found) => found.length >= 5,
    )
    const applications = ['application.submitted', 'application.credited', 'application.disbursed']
    expect(types).toEqual(['lead.captured', 'lead.registered', ...applications])
  })

  it('keeps test leads apart', async () => {
    const campaignId = await world.newCampaign({ mode: 'test' })
    await lead(campaignId, 4)
    const { total } = await eventually(
      () => report(campaignId, '&mode=test'),
      ({ total }) => total.counts.captured === 1,
    )
    expect(total.counts.visited).toBe(1)
    expect((await report(campaignId)).total.counts.captured).toBe(0)
  })

  it('knows partners that are listed', async () => {
    const campaignId = await world.newCampaign({ partners: ['pt_agency'] })
    await setPartner(world.host, 'pt_agency', { terms: [partnerTerms([campaignId])] })
    await lead(campaignId, 5, { url: 'https://loan.bank.example/?partner=pt_agency' })
    const { rows } = await eventually(
      () => report(campaignId, '&by=partner'),
      ({ total }) => total.counts.captured === 1,
    )
    expect(rows.map(({ group }) => group)).toEqual([{ partner: 'pt_agency' }])
  })

  it('is CSV with fixed columns when asked for, with a byte order mark for Excel', async () => {
    const campaignId = await world.newCampaign()
    await lead(campaignId, 6, { url: 'https://loan.bank.example/?utm_source=-cmd' })
    await eventually(
      () => report(campaignId),
      ({ total }) => total.counts.captured === 1,
    )
    const csv = await ask(campaignId, '&format=csv&by=day,platform')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toContain('.csv"')
    const [header, row] = csv.text.split('\n')
    expect(header).toBe(
      'day,platform,account,ad,creative,partner,clicked,visited,captured,followed,unfollowed,reminded,registered,verified,applied,preapproved,credited,declined,disbursed,repaid,erased,repeated,rejected,followRate,registrationRate,completionRate,approvalRate,drawDownRate,spendFen,limitFen,disbursedFen,costFen_visited,costFen_captured,costFen_followed,costFen_registered,costFen_applied,costFen_credited,costFen_disbursed,creditCostRate',
    )
    expect(row).toMatch(new RegExp(`^${today()},'-cmd,,,,,0,1,1,0`))
    expect((await ask(campaignId, '&format=csv&excel=1')).text.startsWith('\u{feff}day,')).toBe(true)
    expect((await ask(campaignId, '&format=csv&by=ad')).text.split('\n')[0]).toBe(header)
  })

  it.each([
    'from=2026-01-02&to=2026-01-01',
    'from=2024-01-01&to=2026-01-01',
    'from=2026-01-01',
    'from=2026-13-01&to=2026-01-01',
    'from=2026-01-01&to=2026-01-02&by=phone',
    'from=2026-01-01&to=2026-01-02&basis=lead',
    'from=2026-01-01&to=2026-01-02&format=xml',
  ])('refuses %s', async (query) => {
    const reply = await world.ask({
      method: 'GET',
      path: `/v1/reports/funnel?campaign=${world.campaignId}&${query}`,
      key,
    })
    expect(reply.problem()).toMatchObject({ status: 422, code: 'validation_failed' })
  })
})
