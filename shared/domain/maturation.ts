import { type Day, daysBetween } from './day.ts'
import type { Decision } from './journal.ts'

/** So many applications were submitted on a day. */
export type AppliedOn = { day: Day; count: number }
/** So many decisions came so many days after applications of a day. */
export type DecidedAfter = { appliedDay: Day; decision: Decision; days: number; count: number }

/** What undecided applications are expected to become. Rates are between 0 and 1. */
export type Maturation = {
  applications: number
  undecided: number
  expectedCredited: number
  low: number
  high: number
  approvalRate: number
  approvalLow: number
  approvalHigh: number
}

/** How the projection is made, for whoever reads it. */
export const METHOD =
  'For every number of days since an application we know how many had waited so long, and how many of those were then credited or declined (the Aalen–Johansen estimate with two outcomes; applications that still wait count for as long as they have waited). An undecided application is expected to go on as those did. Waits that nobody has lived through yet are taken to bring no decision. The interval holds 90 % of what is plausible: chance among the undecided, and chance in what was learnt from.'

/** 90 % of a normal distribution lie within so many standard deviations. */
const Z = 1.645

type Age = { atRisk: number; credited: number; declined: number; undecidedNow: number }

/** By days of waiting: who had waited so long, what was decided then, and who waits so long now. */
const agesOf = (applied: readonly AppliedOn[], decided: readonly DecidedAfter[], today: Day): Age[] => {
  const waitOf = (day: Day): number => Math.max(0, daysBetween(day, today) - 1)
  const longest = Math.max(0, ...applied.map(({ day }) => waitOf(day)), ...decided.map(({ days }) => days))
  const ages = Array.from(
    { length: longest + 1 },
    (): Age => ({ atRisk: 0, credited: 0, declined: 0, undecidedNow: 0 }),
  )
  const add = (days: number, change: Partial<Age>): void => {
    const age = ages[days]
    if (age) for (const [name, by] of Object.entries(change)) age[name as keyof Age] += by
  }
  for (const { day, count } of applied) {
    const own = decided.filter(({ appliedDay }) => appliedDay === day)
    let waiting = count
    for (let days = 0; days <= waitOf(day); days++) {
      add(days, { atRisk: waiting })
      for (const { decision, count: some } of own.filter((one) => one.days === days)) {
        add(days, { [decision]: some })
        waiting -= some
      }
    }
    add(waitOf(day), { undecidedNow: Math.max(0, waiting) })
  }
  return ages
}

/** The chance to be credited in the end for who has waited so many days, by days. */
const chancesOf = (ages: readonly Age[]): number[] => {
  const chances = Array.from({ length: ages.length + 1 }, () => 0)
  for (let days = ages.length - 1; days >= 0; days--) {
    const { atRisk, credited, declined } = ages[days] ?? { atRisk: 0, credited: 0, declined: 0 }
    const later = chances[days + 1] ?? 0
    chances[days] = atRisk > 0 ? credited / atRisk + (1 - (credited + declined) / atRisk) * later : later
  }
  return chances
}

/** The variance that comes from having learnt the chances from so few: every day's outcomes are a multinomial draw. */
const learntVariance = (ages: readonly Age[], chances: readonly number[]): number => {
  let waiting = 0
  let variance = 0
  ages.forEach(({ atRisk, credited, declined, undecidedNow }, days) => {
    waiting += undecidedNow
    if (atRisk === 0) return
    const [good, bad, later] = [credited / atRisk, declined / atRisk, chances[days + 1] ?? 0]
    const mean = (1 - later) * good - later * bad
    variance += (waiting ** 2 / atRisk) * ((1 - later) ** 2 * good + later ** 2 * bad - mean ** 2)
    waiting *= 1 - good - bad
  })
  return variance
}

/**
 * Projects what the undecided of some applications will become; undefined where nothing was decided yet to learn from.
 * Decisions are counted once per application, on the day of the first one.
 */
export const maturationOf = (
  applied: readonly AppliedOn[],
  decided: readonly DecidedAfter[],
  today: Day,
): Maturation | undefined => {
  const applications = applied.reduce((sum, { count }) => sum + count, 0)
  if (applications === 0 || decided.length === 0) return undefined
  const ages = agesOf(applied, decided, today)
  const chances = chancesOf(ages)
  const sum = (of: (age: Age, days: number) => number) => ages.reduce((total, age, days) => total + of(age, days), 0)
  const chanceOf = (days: number) => chances[days] ?? 0
  const undecided = sum(({ undecidedNow }) => undecidedNow)
  const expected = sum(({ undecidedNow }, days) => undecidedNow * chanceOf(days))
  const chance = sum(({ undecidedNow }, days) => undecidedNow * chanceOf(days) * (1 - chanceOf(days)))
  const spread = Z * Math.sqrt(chance + learntVariance(ages, chances))
  const [low, high] = [Math.max(0, expected - spread), Math.min(undecided, expected + spread)]
  const credited = sum((age) => age.credited)
  const rateWith = (more: number): number => Math.min(1, (credited + more) / applications)
  return {
    applications,
    undecided,
    expectedCredited: expected,
    low,
    high,
    approvalRate: rateWith(expected),
    approvalLow: rateWith(low),
    approvalHigh: rateWith(high),
  }
}
