import { describe, expect, it } from 'vitest'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { counterStore } from '../../shared/store/counterStore.ts'
import { counterSortKey } from '../../shared/store/journalStore.ts'
import { ALL_SHARDS, counterPartition, rosterKey } from '../../shared/store/keys.ts'
import { rosterStore } from '../../shared/store/rosterStore.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { leadIdOf } from './sampleLead.ts'

let campaigns = 0
const newCampaign = () => `reading-${++campaigns}`

describe.each(storeEngines)('reading on $name', (engine) => {
  const store = useStore(engine)
  const NONE = { mode: 'live' } as const
  const add = (campaignId: string, day: string, shard: number, counts: Record<string, number>, more: object = {}) => {
    const { mode, dimensions } = { ...NONE, dimensions: NO_DIMENSIONS, ...more }
    const pk = counterPartition({ campaignId, mode, month: day.slice(0, 7), shard })
    return store().table.write({ put: { pk, sk: counterSortKey(day, dimensions), ...counts } })
  }
  const read = (campaignId: string, from: string, to: string, more: object = {}) =>
    counterStore(store().table).read({ campaignId, ...NONE, from, to, ...more })

  it('counterStore reads every shard of every month in a span, both days included', async () => {
    const campaignId = newCampaign()
    const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01', '2027-01-15', '2027-01-16']
    for (const day of days) for (const shard of ALL_SHARDS) await add(campaignId, day, shard, { captured: shard + 1 })
    const { cohort: found } = await read(campaignId, '2026-11-01', '2027-01-15')
    const sums = new Map<string, number>()
    for (const { day, counts } of found) sums.set(day, (sums.get(day) ?? 0) + (counts.captured ?? 0))
    expect([...sums].sort()).toEqual(days.slice(1, 5).map((day) => [day, 10]))
  })

  it('counterStore keeps campaigns, modes and bases apart', async () => {
    const [one, other] = [newCampaign(), newCampaign()]
    await add(one, '2026-11-05', 0, { captured: 1, event_captured: 4, event_limitFen: 700 })
    await add(one, '2026-11-05', 1, { event_followed: 3 })
    await add(one, '2026-11-05', 2, { applied_credited_after_12: 2, applied_declined_after_0: 1 })
    await add(one, '2026-11-05', 0, { captured: 2 }, { mode: 'test' })
    await add(other, '2026-11-05', 0, { captured: 8 })
    const { cohort, event, decisions } = await read(one, '2026-11-05', '2026-11-05')
    expect(cohort.map(({ counts, amounts }) => ({ ...counts, ...amounts }))).toEqual([{ captured: 1 }])
    expect(event.map(({ counts, amounts }) => ({ ...counts, ...amounts }))).toEqual([
      { captured: 4, limitFen: 700 },
      { followed: 3 },
    ])
    expect(decisions.sort((a, b) => a.days - b.days)).toEqual([
      { appliedDay: '2026-11-05', decision: 'declined', days: 0, count: 1 },
      { appliedDay: '2026-11-05', decision: 'credited', days: 12, count: 2 },
    ])
    const tests = await read(one, '2026-11-05', '2026-11-05', { mode: 'test' })
    expect(tests).toEqual({ cohort: [expect.objectContaining({ counts: { captured: 2 } })], event: [], decisions: [] })
  })

  it('counterStore reads dimensions as they were counted, and only numbers that are counts', async () => {
    const campaignId = newCampaign()
    const dimensions = { platform: 'tencent_ads', account: '-', ad: 'a.b:c-d_e', creative: 'other', partner: 'pt_x' }
    await add(campaignId, '2026-11-05', 3, { captured: 2, repeated: 1, nonsense: 9 }, { dimensions })
    const expected = { day: '2026-11-05', dimensions, counts: { captured: 2, repeated: 1 }, amounts: {} }
    expect((await read(campaignId, '2026-11-05', '2026-11-05')).cohort).toEqual([expected])
  })

  it('counterStore finds nothing in a span that ends before it begins', async () => {
    const campaignId = newCampaign()
    await add(campaignId, '2026-11-05', 0, { captured: 1 })
    const nothing = { cohort: [], event: [], decisions: [] }
    expect(await read(campaignId, '2026-11-05', '2026-11-04')).toEqual(nothing)
    expect(await read(campaignId, '2026-12-01', '2026-11-05')).toEqual(nothing)
  })

  const DAY = '2026-11-20'
  const LEADS = 57
  const at = (n: number) => `2026-11-20T0${n % 7}:00:00.000Z`
  const fill = async () => {
    const campaignId = newCampaign()
    const place = (n: number, day: string) =>
      rosterKey({ campaignId, day, shard: (n * 7) % ALL_SHARDS.length, at: at(n), leadId: leadIdOf(n) })
    const places = [...Array.from({ length: LEADS }, (_, n) => place(n, DAY)), place(0, '2026-11-21')]
    await Promise.all(places.map((put) => store().table.write({ put })))
    return campaignId
  }

  it.each([1, 7, 30, 57, 100])('rosterStore lists every lead once, from either end, in pages of %d', async (limit) => {
    const campaignId = await fill()
    const roster = rosterStore(store().table)
    const placesBy = async (list: typeof roster.list) => {
      const places: { place: string; leadId: string }[] = []
      for (let page = await list(campaignId, DAY, limit); page.length > 0; ) {
        expect(page.length).toBeLessThanOrEqual(limit)
        places.push(...page)
        page = await list(campaignId, DAY, limit, page.at(-1)?.place)
      }
      expect(places.every(({ place, leadId }) => place.endsWith(`#${leadId}`))).toBe(true)
      return places.map(({ place }) => place)
    }
    const expected = Array.from({ length: LEADS }, (_, n) => `${at(n)}#${leadIdOf(n)}`).sort()
    expect(await placesBy(roster.earliest)).toEqual(expected)
    expect(await placesBy(roster.list)).toEqual(expected.reverse())
  })

  it('rosterStore lists nothing of a day or a campaign without leads', async () => {
    const roster = rosterStore(store().table)
    expect(await roster.list(await fill(), '2026-11-22', 10)).toEqual([])
    expect(await roster.list('nobody', DAY, 10)).toEqual([])
  })
})
