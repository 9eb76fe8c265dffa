import type { Day } from './day.ts'
import { sumOf } from './split.ts'
import {
  type Age,
  type Applications,
  type AppliedOn,
  carefully,
  chancesOf,
  livedThrough,
  type Outcomes,
  outcomesOf,
  outlasting,
  varianceOf,
} from './waiting.ts'

/** What undecided applications are expected to become. Rates are between 0 and 1. */
export type Maturation = {
  undecided: number
  expectedCredited: number
  low: number
  high: number
  approvalRate: number
  approvalLow: number
  approvalHigh: number
  /** The applications that it was learnt from, from the day of the first to that of the last, and how many were decided. */
  basedOn: { applications: number; decisions: number; from: Day; to: Day }
}

/** How many days of applications before those of a report are learnt from as well. */
export const EARLIER_DAYS = 60

/** How the projection is made, for whoever reads it. */
export const METHOD = `For every number of days since an application we know how many had waited so long, and how many of those were then credited or declined (the Aalen–Johansen estimate with two outcomes; applications that still wait count for as long as they have waited). An undecided application is expected to go on as those did, which were submitted in the span of the report or in the ${EARLIER_DAYS} days before it. As long as decisions still come after half of the longest wait or more, nobody knows yet how long they take: whoever outlasts that wait is then expected to be decided as the others were, and the lower end counts none of them. The interval holds 90 % of what is plausible: chance among the undecided, and chance in what was learnt from, as if one more application had been credited and one more declined.`

/** 90 % of a normal distribution lie within so many standard deviations. */
const Z = 1.645

/** How many of those who wait will be credited: what is expected, and the ends of the interval. */
const projected = (ages: readonly Age[], { credited, declined }: Outcomes, waiting: readonly number[]) => {
  const chances = chancesOf(ages).credited
  const known = sumOf(waiting.map((some, days) => some * (chances[days] ?? 0)))
  const tail = outlasting(ages, waiting)
  const careful = (credited + 1) / (credited + declined + 2)
  const spread = Z * Math.sqrt(varianceOf(carefully(ages), waiting) + tail * careful * (1 - careful))
  const expected = known + (tail * credited) / (credited + declined)
  return { expected, low: Math.max(0, known - spread), high: Math.min(sumOf(waiting), expected + spread) }
}

const basisOf = (applied: readonly AppliedOn[], { credited, declined }: Outcomes): Maturation['basedOn'] => {
  const days = applied.map(({ day }) => day).sort()
  const applications = sumOf(applied.map(({ count }) => count))
  return { applications, decisions: credited + declined, from: days[0] ?? '', to: days.at(-1) ?? '' }
}

/**
 * Projects what the undecided of some applications will become, from how these and earlier ones matured; undefined where
 * there are none, or nothing was decided yet to learn from. An application is decided once, by its first decision.
 */
export const maturationOf = (own: Applications, earlier: Applications, today: Day): Maturation | undefined => {
  const applied = [...earlier.applied, ...own.applied]
  const { ages } = livedThrough({ applied, decided: [...earlier.decided, ...own.decided] }, today)
  const outcomes = outcomesOf(ages)
  const applications = sumOf(own.applied.map(({ count }) => count))
  if (applications === 0 || outcomes.credited + outcomes.declined === 0) return undefined
  const { ages: ownAges, waiting } = livedThrough(own, today)
  const { expected, low, high } = projected(ages, outcomes, waiting)
  const rateWith = (more: number): number => Math.min(1, (outcomesOf(ownAges).credited + more) / applications)
  return {
    undecided: sumOf(waiting),
    expectedCredited: expected,
    low,
    high,
    approvalRate: rateWith(expected),
    approvalLow: rateWith(low),
    approvalHigh: rateWith(high),
    basedOn: basisOf(applied, outcomes),
  }
}
