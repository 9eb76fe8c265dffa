import * as z from 'zod'
import { AttributionRules, THOUSANDTHS } from './attributionRules.ts'
import { CandidateDimensions, CandidateSource, type Interaction } from './candidate.ts'
import { AttributionReason, type JudgedCandidate, type Receipt } from './receipt.ts'
import { type Dimensions, NO_DIMENSIONS, type RecordedTouch } from './touch.ts'

/** A click id that the touch, or the first touch, of the lead itself has is not written twice. */
const OF_TOUCH = 0
const OF_FIRST_TOUCH = 1

/** A candidate in few bytes: where it is counted by place, `click` and a weight of 0 left out, weights in thousandths. */
const FrozenCandidate = z.object({
  at: z.iso.datetime(),
  sources: z.array(CandidateSource).min(1),
  kind: z.literal('view').optional(),
  clickIds: z.record(z.string(), z.union([z.string(), z.literal(OF_TOUCH), z.literal(OF_FIRST_TOUCH)])).optional(),
  dimensions: z.array(z.string().max(64)).length(5),
  reason: AttributionReason,
  weight: z.int().optional(),
})
type FrozenCandidate = z.infer<typeof FrozenCandidate>

/** A receipt as it is kept in its lead, of which every byte is paid for with each change. */
export const FrozenReceipt = z.object({
  ruleVersion: z.int().min(1),
  rules: z.tuple([
    AttributionRules.shape.model.unwrap(),
    AttributionRules.shape.clickWindowDays.unwrap(),
    AttributionRules.shape.viewWindowHours.unwrap(),
  ]),
  at: z.iso.datetime(),
  candidates: z.array(FrozenCandidate),
  leftOut: z.int().optional(),
  winner: z.int().optional(),
})
export type FrozenReceipt = z.infer<typeof FrozenReceipt>

/** Where a lead itself says that it came from. */
type Touches = { touch: RecordedTouch; firstTouch?: RecordedTouch | undefined }

const NAMES = Object.keys(NO_DIMENSIONS) as (keyof Dimensions)[]

/** Reasons for which a candidate is none. */
const OBJECTIONS: ReadonlySet<AttributionReason> = new Set([
  'no_ad',
  'in_the_future',
  'outside_click_window',
  'outside_view_window',
])

const idsOf = (touch: RecordedTouch | undefined): Record<string, string | undefined> => touch?.clickIds ?? {}

const frozenIds = (clickIds: Interaction['clickIds'], { touch, firstTouch }: Touches): FrozenCandidate['clickIds'] => {
  const idOf = (name: string, id: string) => {
    if (id === idsOf(touch)[name]) return OF_TOUCH
    return id === idsOf(firstTouch)[name] ? OF_FIRST_TOUCH : id
  }
  const ids = Object.entries(clickIds).flatMap(([name, id]) => (id === undefined ? [] : [[name, idOf(name, id)]]))
  return ids.length > 0 ? Object.fromEntries(ids) : undefined
}

const frozenCandidate = (candidate: JudgedCandidate, touches: Touches): FrozenCandidate => {
  const { at, sources, kind, clickIds, dimensions, reason, weight } = candidate
  const ids = frozenIds(clickIds, touches)
  return {
    at,
    sources,
    ...(kind === 'view' && { kind }),
    ...(ids && { clickIds: ids }),
    dimensions: NAMES.map((name) => dimensions[name]),
    reason,
    ...(weight > 0 && { weight: Math.round(weight * THOUSANDTHS) }),
  }
}

/** A receipt as its lead keeps it. */
export const frozen = (receipt: Receipt, touches: Touches): FrozenReceipt => {
  const { ruleVersion, rules, at, candidates, leftOut, winner } = receipt
  return {
    ruleVersion,
    rules: [rules.model, rules.clickWindowDays, rules.viewWindowHours],
    at,
    candidates: candidates.map((candidate) => frozenCandidate(candidate, touches)),
    ...(leftOut > 0 && { leftOut }),
    ...(winner !== undefined && { winner }),
  }
}

const thawedCandidate = (candidate: FrozenCandidate, { touch, firstTouch }: Touches): JudgedCandidate => {
  const { at, sources, kind = 'click', clickIds = {}, dimensions, reason, weight = 0 } = candidate
  const idOf = (name: string, id: string | number) =>
    typeof id === 'string' ? id : idsOf(id === OF_TOUCH ? touch : firstTouch)[name]
  return {
    at,
    sources,
    kind,
    clickIds: Object.fromEntries(Object.entries(clickIds).map(([name, id]) => [name, idOf(name, id)])),
    dimensions: CandidateDimensions.parse(Object.fromEntries(NAMES.map((name, i) => [name, dimensions[i]]))),
    eligible: !OBJECTIONS.has(reason),
    reason,
    weight: weight / THOUSANDTHS,
  }
}

/** The receipt that a lead keeps. */
export const thawed = ({ ruleVersion, rules, at, winner, ...kept }: FrozenReceipt, touches: Touches): Receipt => {
  const [model, clickWindowDays, viewWindowHours] = rules
  const candidates = kept.candidates.map((candidate) => thawedCandidate(candidate, touches))
  return {
    ruleVersion,
    rules: { model, clickWindowDays, viewWindowHours },
    at,
    candidates,
    leftOut: kept.leftOut ?? 0,
    ...(winner !== undefined && { winner }),
    dimensions: candidates[winner ?? -1]?.dimensions ?? NO_DIMENSIONS,
  }
}

const isOwed = ({ weight }: FrozenCandidate): boolean => weight !== undefined

/** Whether a receipt has candidates that are owed nothing. */
export const hasLosers = ({ candidates }: FrozenReceipt): boolean => !candidates.every(isOwed)

/** A receipt without the candidates that are owed nothing. */
export const withoutLosers = (receipt: FrozenReceipt): FrozenReceipt => {
  const { candidates, leftOut = 0, winner, ...rest } = receipt
  const owed = candidates.filter(isOwed)
  const best = candidates[winner ?? -1]
  const left = leftOut + candidates.length - owed.length
  return { ...rest, candidates: owed, ...(left > 0 && { leftOut: left }), ...(best && { winner: owed.indexOf(best) }) }
}
