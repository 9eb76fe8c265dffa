import { type AttributionRules, RULE_VERSION, THOUSANDTHS } from './attributionRules.ts'
import { sharesOf } from './attributionShares.ts'
import { byTime, type Candidate, type Interaction, interactionsOf } from './candidate.ts'
import { type AttributionReason, type JudgedCandidate, MAX_CANDIDATES, type Receipt } from './receipt.ts'
import { type Dimensions, NO_DIMENSIONS, UNKNOWN } from './touch.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Clocks differ: what is so little later than the attribution counts as being at it. */
const SKEW_MS = 5 * MINUTE_MS

/** Whether something is counted with an ad, or with what stands for one. */
export const namesAd = ({ platform, account, ad, partner }: Dimensions): boolean =>
  [platform, account, ad, partner].some((name) => name !== UNKNOWN)

/** Why an interaction is owed nothing whatever the others are, if so. A window holds its exact end; a view window of 0 holds nothing. */
const objectionTo = (
  { at: happened, kind, dimensions }: Interaction,
  { clickWindowDays, viewWindowHours }: AttributionRules,
  at: string,
): AttributionReason | undefined => {
  const age = Date.parse(at) - Date.parse(happened)
  if (!namesAd(dimensions)) return 'no_ad'
  if (age < -SKEW_MS) return 'in_the_future'
  if (kind === 'click') return age > clickWindowDays * DAY_MS ? 'outside_click_window' : undefined
  return viewWindowHours === 0 || age > viewWindowHours * HOUR_MS ? 'outside_view_window' : undefined
}

/** What a receipt keeps when there is too much: the ends of both, then the newest contenders, then the newest others. */
const keptOf = (interactions: readonly Interaction[], contenders: readonly Interaction[]): readonly Interaction[] => {
  if (interactions.length <= MAX_CANDIDATES) return interactions
  const ends = [contenders, interactions].flatMap((all) => [...all.slice(0, 1), ...all.slice(-1)])
  const wanted = new Set([...ends, ...contenders.toReversed(), ...interactions.toReversed()])
  const kept = new Set([...wanted].slice(0, MAX_CANDIDATES))
  return interactions.filter((one) => kept.has(one))
}

type Contest = {
  objections: ReadonlyMap<Interaction, AttributionReason>
  /** Of each contender, in thousandths. */
  shares: ReadonlyMap<Interaction, number>
  winner: Interaction | undefined
}

const reasonFor = (one: Interaction, { objections, shares, winner }: Contest): AttributionReason => {
  const objection = objections.get(one)
  if (objection) return objection
  const share = shares.get(one)
  if (winner === undefined || share === undefined) return 'click_beats_view'
  if (one === winner) return 'winner'
  if (share > 0) return 'shares'
  if (Date.parse(one.at) === Date.parse(winner.at)) return 'same_moment'
  return `${byTime(one, winner) < 0 ? 'earlier' : 'later'}_${one.kind}`
}

const objectionsTo = (interactions: readonly Interaction[], rules: AttributionRules, at: string) =>
  new Map(
    interactions.flatMap((one) => {
      const objection = objectionTo(one, rules, at)
      return objection ? [[one, objection] as const] : []
    }),
  )

/** Clicks, or where there is none views. */
const contendersAmong = (eligible: readonly Interaction[]): readonly Interaction[] => {
  const clicks = eligible.filter(({ kind }) => kind === 'click')
  return clicks.length > 0 ? clicks : eligible
}

const judged = (one: Interaction, contest: Contest): JudgedCandidate => ({
  ...one,
  eligible: !contest.objections.has(one),
  reason: reasonFor(one, contest),
  weight: (contest.shares.get(one) ?? 0) / THOUSANDTHS,
})

type Found = { interactions: readonly Interaction[]; rules: AttributionRules; at: string; leftOut: number }

const receiptOf = ({ interactions, rules, at, leftOut }: Found): Receipt => {
  const objections = objectionsTo(interactions, rules, at)
  const all = contendersAmong(interactions.filter((one) => !objections.has(one)))
  const kept = keptOf(interactions, all)
  const contenders = kept.filter((one) => all.includes(one))
  const parts = sharesOf(contenders.length, rules.model)
  const shares = new Map(contenders.map((one, i) => [one, parts[i] ?? 0]))
  const winner = contenders[parts.lastIndexOf(Math.max(...parts))]
  return {
    ruleVersion: RULE_VERSION,
    rules,
    at,
    candidates: kept.map((one) => judged(one, { objections, shares, winner })),
    leftOut: leftOut + interactions.length - kept.length,
    ...(winner && { winner: kept.indexOf(winner) }),
    dimensions: winner?.dimensions ?? NO_DIMENSIONS,
  }
}

/**
 * Which ad a lead is owed to at a moment, in whatever order the candidates come. A view counts where no click does. The
 * heaviest wins, of equal weights the last; what is at the same moment goes in the order of `byTime`.
 */
export const attribute = (candidates: readonly Candidate[], rules: AttributionRules, at: string): Receipt =>
  receiptOf({ interactions: interactionsOf(candidates), rules, at, leftOut: 0 })

/** The receipt that the same candidates would have by other rules. What was left out is not tried. */
export const reattribute = ({ candidates, at, leftOut }: Receipt, rules: AttributionRules): Receipt =>
  receiptOf({ interactions: candidates, rules, at, leftOut })
