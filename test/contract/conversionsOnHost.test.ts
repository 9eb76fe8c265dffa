import { beforeAll, describe, expect, it } from 'vitest'
import { destinationsAt, purposesFor } from '../../infra/local/demoDestinations.ts'
import { GOOGLE_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import type { Conversion as Taken } from '../../infra/local/simulators/ads/ledger.ts'
import type { ConversionView } from '../../shared/contract/conversions.ts'
import { isOpen } from '../../shared/domain/conversionRow.ts'
import { DestinationPlatform } from '../../shared/domain/destination.ts'
import { sha256Hex } from '../../shared/platforms/digest.ts'
import { type Came, type Journeys, startJourneys, type Walker } from '../harness/adJourney.ts'
import { APPLICANT, REGISTRATION } from '../harness/applicationSamples.ts'
import { eventually } from '../harness/client.ts'
import { phoneNumber } from '../harness/samples.ts'
import { type BusLine, startTestHost, type TestHost } from '../harness/testHost.ts'

const PLATFORMS = DestinationPlatform.options
const DESTINATIONS = destinationsAt(PLATFORMS)

/** Both ways to Tencent Ads: by the callback of the click monitor, and by the click id of a page of which no monitor was told. */
const CAME: Omit<Came, 'phone'>[] = [
  { platform: 'tencent_ads' },
  { platform: 'tencent_ads', isTold: false },
  { platform: 'ocean_engine' },
  { platform: 'kuaishou' },
  { platform: 'baidu' },
  { platform: 'meta' },
  { platform: 'google_ads' },
]

const SETTINGS: Parameters<Journeys['campaign']>[1] = {
  destinations: DESTINATIONS,
  registration: REGISTRATION,
  consent: {
    version: '2026-11',
    text: 'We tell ad platforms what became of you.',
    purposes: [{ id: 'contact', required: true }, ...purposesFor(PLATFORMS)],
  },
  application: {
    products: [
      {
        id: 'loan',
        name: '快贷',
        amountFen: { min: 1_000_000, max: 100_000_000 },
        termMonths: { min: 3, max: 36 },
        identity: { idNumber: false, bankCard: false, faceCheck: false },
      },
    ],
  },
}

/** The simulated bank grants 320,000 yuan of it and pays out half of that: in steps 200,000 and 100,000. */
const LOAN = { product: 'loan', amountFen: 40_000_000, termMonths: 12 }

let host: TestHost
let on: Journeys
beforeAll(async () => {
  host = await startTestHost({ simulators: true, thinkingMs: 100 })
  on = await startJourneys(host)
})

let made = 0

/** A campaign, and somebody from each ad who left a contact there. */
const captured = async (campaignId: string): Promise<Walker[]> => {
  await on.campaign(campaignId, SETTINGS)
  return Promise.all(CAME.map((came) => on.capture(campaignId, { ...came, phone: phoneNumber(4700 + ++made) })))
}

/** The ledger of a campaign, once it has so many rows and none of them is open. */
const closed = (campaignId: string, rows: number): Promise<ConversionView[]> =>
  eventually(
    () => on.rows(campaignId),
    (found) => found.length === rows && !found.some(isOpen),
    40,
  )

/** What a platform is told of, each with its own name of it. */
const actionsAt = (platform: DestinationPlatform): string[] =>
  Object.values(DESTINATIONS.find((one) => one.platform === platform)?.conversions ?? {}).flatMap((told) =>
    told && 'action' in told && told.action !== 'FOLLOW' ? told.action : [],
  )

const ROWS_OF_ALL = PLATFORMS.flatMap(actionsAt).length

describe('people who click ads and go on to a loan', () => {
  let walkers: Walker[]
  let rows: ConversionView[]
  let taken: Record<DestinationPlatform, Taken[]>

  beforeAll(async () => {
    const all = await captured('whole-way')
    walkers = await Promise.all(all.map(on.register))
    await Promise.all(walkers.map((walker) => on.apply(walker, LOAN, { name: APPLICANT.name })))
    rows = await closed('whole-way', walkers.length * ROWS_OF_ALL)
    const found = await Promise.all(PLATFORMS.map(async (platform) => [platform, await on.taken(platform)] as const))
    taken = Object.fromEntries(found) as typeof taken
  }, 60_000)

  it('are reported at every step to the platform that they came from, and to the partner', () => {
    const isOwed = ({ platform, leadId }: ConversionView): boolean =>
      platform === 'partner' || walkers.some((walker) => walker.leadId === leadId && walker.platform === platform)
    const ends = new Set(rows.map((row) => `${row.platform} ${isOwed(row)} ${row.status}`))
    const expected = PLATFORMS.flatMap((platform) => [`${platform} true accepted`, `${platform} false refused`])
    expect([...ends].sort()).toEqual(expected.filter((end) => end !== 'partner false refused').sort())
    expect(rows.every(({ tries }) => tries <= 1)).toBe(true)
  })

  it('have what was told of them in their timelines', async () => {
    const { leadId = '' } = walkers[0] ?? {}
    const { conversions } = (await on.as('GET', `/v1/leads/${leadId}/timeline`)) as { conversions: ConversionView[] }
    const own = rows.filter((row) => row.leadId === leadId)
    const shown = ({ conversionId, milestone, status }: ConversionView) => `${conversionId} ${milestone} ${status}`
    expect(conversions.map(shown).sort()).toEqual(own.map(shown).sort())
    expect(conversions[0]?.milestone).toBe('captured')
  })

  it.each(PLATFORMS)('are counted by %s once at each step', (platform) => {
    const people = platform === 'partner' ? walkers : walkers.filter((walker) => walker.platform === platform)
    const actions = platform === 'google_ads' ? [GOOGLE_ADS.conversionActionId] : actionsAt(platform)
    expect(taken[platform].map(({ action }) => action).sort()).toEqual(people.flatMap(() => actions).sort())
    for (const { offered, counted, attributedTo } of taken[platform])
      expect([offered, counted, attributedTo]).toEqual([1, 1, platform === 'partner' ? 'nothing' : 'click'])
  })

  it('are told of in the fields of each platform', () => {
    const fieldsOf = (platform: DestinationPlatform, action: string) =>
      taken[platform].filter((one) => one.action === action).map(({ fields }) => fields)
    const [called, byId, , , search, abroad] = walkers
    const credit = {
      action_param: { credit_amount: 200_000, credit_level: 2 },
      url: 'https://loan.bank.example/spring',
    }
    const hashOf = (walker: Walker | undefined) => ({ user_id: { sha256_phone: sha256Hex(walker?.phone ?? '') } })
    expect(fieldsOf('tencent_ads', 'CREDIT')).toContainEqual(expect.objectContaining({ ...credit, ...hashOf(called) }))
    expect(fieldsOf('tencent_ads', 'CREDIT')).toContainEqual(
      expect.objectContaining({ ...credit, ...hashOf(byId), trace: { click_id: byId?.clickId } }),
    )
    const drawn = { withdraw_deposits_amount: 100_000, withdraw_deposits_level: 3 }
    expect(fieldsOf('tencent_ads', 'WITHDRAW_DEPOSITS')).toMatchObject([
      { action_param: drawn },
      { action_param: drawn },
    ])
    expect(fieldsOf('ocean_engine', 'loan_credit')).toMatchObject([{ properties: { people_quality: 2 } }])
    expect(fieldsOf('ocean_engine', 'loan')).toEqual([expect.not.objectContaining({ properties: expect.anything() })])
    expect(fieldsOf('kuaishou', '79')).toMatchObject([{ event_time: expect.stringMatching(/^\d{13}$/) }])
    expect(fieldsOf('baidu', '42')).toMatchObject([
      { logidUrl: `https://loan.bank.example/spring?bd_vid=${search?.clickId}`, convertValue: 20_000_000 },
    ])
    expect(fieldsOf('meta', 'LoanDrawn')).toMatchObject([
      { user_data: { fbc: expect.stringContaining(`.${abroad?.clickId}`) }, custom_data: { value: 100_000 } },
    ])
    expect(fieldsOf('partner', 'application.credited')).toHaveLength(walkers.length)
  })

  it('are told of on the bus, and named nowhere: not there, not in the ledger, not in a log', async () => {
    const accepted = rows.filter(({ status }) => status === 'accepted')
    const idOf = ({ detail }: BusLine) =>
      (detail as BusLine['detail'] & { data: { conversionId: string } }).data.conversionId
    const told = await eventually(
      () => host.busEvents().filter(({ detail }) => detail.type === 'conversion.accepted'),
      ({ length }) => length >= accepted.length,
    )
    expect(told.map(idOf).sort()).toEqual(accepted.map(({ conversionId }) => conversionId).sort())
    const [row] = accepted
    expect(told.find((event) => idOf(event) === row?.conversionId)?.detail).toEqual({
      id: expect.stringMatching(/^ev_/),
      type: 'conversion.accepted',
      version: 1,
      at: row?.updatedAt,
      campaignId: 'whole-way',
      leadId: row?.leadId,
      data: {
        mode: 'live',
        conversionId: row?.conversionId,
        destinationId: row?.destinationId,
        platform: row?.platform,
        milestone: row?.milestone,
      },
    })
    const all = JSON.stringify([host.busEvents(), host.logs, rows])
    for (const { phone } of walkers) expect(all).not.toContain(phone)
    expect(all).not.toMatch(/张三|欧阳|simulated-(?:tencent|meta|baidu)/)
    expect(host.reports).toEqual([])
  })
})

describe('platforms that fail in the ways that they are known for, for a while', () => {
  it('end with a clean ledger, and with nothing that counts twice', async () => {
    const before = Object.fromEntries(
      await Promise.all(PLATFORMS.map(async (platform) => [platform, (await on.taken(platform)).length] as const)),
    )
    await on.breakNext('tencent_ads', 'drop_after_accept')
    await on.breakNext('ocean_engine', 'drop_after_accept')
    await on.breakNext('kuaishou', '5xx')
    await on.breakNext('baidu', 'redirect')
    await on.breakNext('meta', '429')
    await on.breakNext('google_ads', 'expired_token')
    await on.breakNext('partner', 'huge_answer', 3)
    const walkers = await captured('broken-for-a-while')
    const rows = await closed('broken-for-a-while', walkers.length * PLATFORMS.length)
    expect(await on.simulated('GET', 'faults')).toEqual({ faults: [] })

    const owed = rows.filter(({ status }) => status !== 'refused')
    const ends = owed.map(({ platform, status, attempts }) => {
      const outcomes = attempts.map(({ reason, outcome }) => reason ?? outcome)
      return [platform, status, ...outcomes].join(' ')
    })
    expect(ends.sort()).toEqual([
      'baidu accepted http_307 accepted',
      'google_ads accepted accepted',
      'kuaishou accepted http_503 accepted',
      'meta accepted http_429 accepted',
      'ocean_engine rejected unanswered',
      ...Array<string>(4).fill('partner accepted accepted'),
      ...Array<string>(3).fill('partner accepted unanswered accepted'),
      'tencent_ads accepted accepted',
      'tencent_ads accepted unanswered accepted',
    ])
    for (const platform of PLATFORMS) {
      const news = (await on.taken(platform)).slice(0, -(before[platform] ?? 0))
      expect([platform, news.length]).toEqual([platform, owed.filter((row) => row.platform === platform).length])
      expect(news.every(({ counted }) => counted === 1)).toBe(true)
    }
  }, 60_000)
})
