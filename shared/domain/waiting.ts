import { type Day, daysBetween } from './day.ts'
import { DECISIONS, type Decision } from './journal.ts'
import { sumOf } from './split.ts'

/** So many applications were submitted on a day; said once per day. */
export type AppliedOn = { day: Day; count: number }
/** So many decisions came so many days after applications of a day. */
export type DecidedAfter = { appliedDay: Day; decision: Decision; days: number; count: number }

export type Applications = { applied: readonly AppliedOn[]; decided: readonly DecidedAfter[] }

/** Of a number of days of waiting: who had waited so long, and what was decided then. */
export type Age = { atRisk: number } & Record<Decision, number>

/** The days that an application of a day has waited. */
const waitOf = (day: Day, today: Day): number => Math.max(0, daysBetween(day, today) - 1)

/** Decisions by the day of their application and the days it waited. */
const byWait = (decided: readonly DecidedAfter[]): Map<string, Record<Decision, number>> => {
  const found = new Map<string, Record<Decision, number>>()
  for (const { appliedDay, decision, days, count } of decided) {
    const some = found.get(`${appliedDay} ${days}`) ?? { credited: 0, declined: 0 }
    some[decision] += count
    found.set(`${appliedDay} ${days}`, some)
  }
  return found
}

/** What some applications went through, by days of waiting, and how many of them have waited so long and still do. */
export const livedThrough = ({ applied, decided }: Applications, today: Day) => {
  const decisions = byWait(decided)
  const longest = Math.max(0, ...applied.map(({ day }) => waitOf(day, today)))
  const ages = Array.from({ length: longest + 1 }, (): Age => ({ atRisk: 0, credited: 0, declined: 0 }))
  const waiting = ages.map(() => 0)
  for (const { day, count } of applied) {
    const wait = waitOf(day, today)
    let left = count
    for (const [days, age] of ages.slice(0, wait + 1).entries()) {
      age.atRisk += left
      const some = decisions.get(`${day} ${days}`)
      for (const decision of DECISIONS) {
        const now = Math.min(left, some?.[decision] ?? 0)
        age[decision] += now
        left -= now
      }
    }
    waiting[wait] = (waiting[wait] ?? 0) + left
  }
  return { ages, waiting }
}

type Chances = { credited: number[]; open: number[] }

/** The chance to be credited, and to outlast all that is known, for who has waited so many days and may still be decided today, by days. */
export const chancesOf = (ages: readonly Age[]): Chances => {
  const chances: Chances = { credited: [], open: [] }
  let [credited, open] = [0, 1]
  for (const age of ages.toReversed()) {
    const stays = age.atRisk > 0 ? 1 - (age.credited + age.declined) / age.atRisk : 1
    credited = (age.atRisk > 0 ? age.credited / age.atRisk : 0) + stays * credited
    open *= stays
    chances.credited.unshift(credited)
    chances.open.unshift(open)
  }
  return chances
}

/** The same ages with one more application credited and one more declined: a handful of equal decisions is no certainty. */
export const carefully = (ages: readonly Age[]): Age[] => {
  const decided = sumOf(ages.map(({ credited, declined }) => credited + declined))
  let left = 1
  return ages.map(({ atRisk, credited, declined }) => {
    const now = (credited + declined) / decided
    const age = { atRisk: atRisk + 2 * left, credited: credited + now, declined: declined + now }
    left = Math.max(0, left - now)
    return age
  })
}

/** The variance of how many of those who wait are credited: their own chance, and that every day's outcomes that were learnt from were a draw. */
export const varianceOf = (ages: readonly Age[], waiting: readonly number[]): number => {
  const { credited: chances } = chancesOf(ages)
  let onTheWay = 0
  let variance = 0
  for (const [days, { atRisk, credited, declined }] of ages.entries()) {
    const [chance, later, here] = [chances[days] ?? 0, chances[days + 1] ?? 0, waiting[days] ?? 0]
    variance += here * chance * (1 - chance)
    onTheWay += here
    if (atRisk <= 0) continue
    const [good, bad] = [credited / atRisk, declined / atRisk]
    const mean = (1 - later) * good - later * bad
    variance += (onTheWay ** 2 / atRisk) * ((1 - later) ** 2 * good + later ** 2 * bad - mean ** 2)
    onTheWay *= 1 - good - bad
  }
  return variance
}

/** How many of those who wait outlast all waits that are known, as long as it is open how long decisions take. */
export const outlasting = (ages: readonly Age[], waiting: readonly number[]): number => {
  const [longest, last] = [ages.length - 1, ages.findLastIndex(({ credited, declined }) => credited + declined > 0)]
  if (last < longest / 2) return 0
  const { open } = chancesOf(ages)
  return sumOf(waiting.map((some, days) => some * (open[days] ?? 1)))
}

/** How many were decided, and how. */
export type Outcomes = Record<Decision, number>

/** What was decided at all ages. */
export const outcomesOf = (ages: readonly Age[]): Outcomes => ({
  credited: sumOf(ages.map(({ credited }) => credited)),
  declined: sumOf(ages.map(({ declined }) => declined)),
})
