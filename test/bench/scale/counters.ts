import { type Day, dayOf, monthOf } from '../../../shared/domain/day.ts'
import type { Basis, Counted } from '../../../shared/domain/journal.ts'
import { type Dimensions, NO_DIMENSIONS } from '../../../shared/domain/touch.ts'
import { counterAttribute, counterSortKey } from '../../../shared/store/journalStore.ts'
import { counterPartition, type Key, WRITE_SHARDS } from '../../../shared/store/keys.ts'
import type { Item } from '../../../shared/store/table.ts'
import { CAMPAIGN } from '../../recorder/requests.ts'

/** The traffic of both sides: so many days, so many ads, so many visits to a lead. */
export const DAYS = 60
const ADS = 4
const VISITS_PER_LEAD = 5

const DAY_MS = 86_400_000
const LIMIT_FEN = 20_000_000

/** The days of the traffic, today the last. */
export const daysUpTo = (now: Date): Day[] =>
  Array.from({ length: DAYS }, (_, i) =>
    dayOf(new Date(now.getTime() - (DAYS - 1 - i) * DAY_MS).toISOString(), 'Asia/Shanghai'),
  )

const dimensionsOf = (ad: number): Dimensions => ({
  platform: ad % 2 === 0 ? 'tencent_ads' : 'ocean_engine',
  account: '-',
  ad: `ad-${ad}`,
  creative: 'video-12',
  partner: '-',
})

/** Of what is counted whatever ad it came from. */
const NO_AD = -1

type Place = { ad: number; shard: number }

/** Adds up counters as the journal would. */
const startCounters = (days: readonly Day[]) => {
  const items = new Map<string, Key & Item>()
  const itemOf = (day: number, { ad, shard }: Place): Key & Item => {
    const id = `${day} ${ad} ${shard}`
    const at = days[day] ?? ''
    const where = { campaignId: CAMPAIGN, mode: 'live', month: monthOf(at), shard }
    const item: Key & Item = items.get(id) ?? {
      pk: counterPartition(where),
      sk: counterSortKey(at, ad === NO_AD ? NO_DIMENSIONS : dimensionsOf(ad)),
    }
    items.set(id, item)
    return item
  }
  const addOne = (day: number, place: Place, basis: Basis, count: Counted, by: number): void => {
    const item = itemOf(day, place)
    const name = counterAttribute({ basis, count })
    item[name] = Number(item[name] ?? 0) + by
  }
  return {
    items: () => [...items.values()],
    addOne,
    /** By the day of the first touch and by its own day. */
    add: (cohort: number, day: number, place: Place, count: Counted, by = 1): void => {
      addOne(cohort, place, 'cohort', count, by)
      addOne(day, place, 'event', count, by)
    },
  }
}

type Counters = ReturnType<typeof startCounters>

const placeBy = (chance: () => number): Place => ({
  ad: Math.floor(chance() * ADS),
  shard: Math.floor(chance() * WRITE_SHARDS),
})

/** A lead's way through the funnel, as far as the days go. */
const addLead = ({ add, addOne }: Counters, chance: () => number): void => {
  const place = placeBy(chance)
  const cohort = Math.floor(chance() * DAYS)
  add(cohort, cohort, place, 'captured')
  if (chance() > 0.5) return
  add(cohort, cohort, place, 'registered')
  const applied = cohort + Math.floor(chance() * 4)
  if (chance() > 0.6 || applied >= DAYS) return
  add(cohort, applied, place, 'applied')
  const waited = Math.floor((chance() + chance()) * 8)
  const decided = applied + waited
  if (decided >= DAYS) return
  const decision = chance() < 0.5 ? 'credited' : 'declined'
  add(cohort, decided, place, decision)
  addOne(applied, { ...place, ad: NO_AD }, 'applied', `${decision}_after_${waited}`, 1)
  if (decision === 'credited') add(cohort, decided, place, 'limitFen', LIMIT_FEN)
}

/** The counters that so many leads over the days make. `chance` gives numbers from 0 to below 1. */
export const countersOf = (leads: number, days: readonly Day[], chance: () => number): (Key & Item)[] => {
  const counters = startCounters(days)
  for (let n = 0; n < leads; n++) {
    addLead(counters, chance)
    for (let visit = 0; visit < VISITS_PER_LEAD; visit++) {
      const day = Math.floor(chance() * DAYS)
      const place = placeBy(chance)
      counters.add(day, day, place, 'clicked')
      counters.add(day, day, place, 'visited')
    }
  }
  return counters.items()
}
