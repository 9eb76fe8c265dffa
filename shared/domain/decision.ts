import * as z from 'zod'
import { ApplicationId } from './lead.ts'

export const DecisionId = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 letters, digits and _ . : -')
  .meta({ id: 'DecisionId', description: "The credit workflow's own id of a decision" })

const MOST_FEN = 10_000_000_000
const Fen = z.int().min(1).max(MOST_FEN)
const ReasonCode = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits and _ . -')

/** What the credit workflow says about an application, with `more` beside it. Amounts are whole fen, the annual rate is in hundredths of a percent. */
const decisionAt = <At extends z.ZodType<string>, More extends z.core.$ZodLooseShape>(at: At, more: More) => {
  const decided = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
    z.strictObject({ ...more, decisionId: DecisionId, kind: z.literal(kind), at, ...shape })
  return z.discriminatedUnion('kind', [
    decided('preapproved', { limitFen: Fen }),
    decided('credited', { limitFen: Fen, aprBps: z.int().min(0).max(100_000) }),
    decided('declined', { reasonCode: ReasonCode }),
    decided('disbursed', { amountFen: Fen }),
    decided('repaid', { amountFen: Fen }),
    decided('reversed', { reverses: DecisionId, reasonCode: ReasonCode.optional() }),
  ])
}

/** A decision as it is kept, its time in UTC with milliseconds. */
export const Decision = decisionAt(z.iso.datetime(), {}).meta({ id: 'Decision' })

const Moment = z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString())

/** A decision as it is told, its time in any zone. */
export const DecisionInput = decisionAt(Moment, {}).meta({ id: 'DecisionInput' })

/** A decision as it is told, of an application that it names. */
export const DecisionAbout = decisionAt(Moment, { applicationId: ApplicationId })
export type Decision = z.infer<typeof Decision>
export type DecisionKind = Decision['kind']

/** What the decisions about an application come to. */
export type Outcome = {
  status: 'submitted' | 'preapproved' | 'credited' | 'declined' | 'disbursed'
  limitFen?: number
  aprBps?: number
  reasonCode?: string
  /** Money drawn and paid back, in fen. */
  disbursedFen: number
  repaidFen: number
}

const byTime = (a: Decision, b: Decision): number =>
  a.at === b.at ? (a.decisionId < b.decisionId ? -1 : 1) : a.at < b.at ? -1 : 1

const isVerdict = (
  decision: Decision,
): decision is Extract<Decision, { kind: 'preapproved' | 'credited' | 'declined' }> =>
  decision.kind === 'preapproved' || decision.kind === 'credited' || decision.kind === 'declined'

const sumOf = (decisions: readonly Decision[], kind: 'disbursed' | 'repaid'): number =>
  decisions.reduce((sum, decision) => sum + (decision.kind === kind ? decision.amountFen : 0), 0)

/** Decisions that nothing reversed, in the order of their time; reversals themselves are left out. */
const standing = (decisions: readonly Decision[]): Decision[] => {
  const reversed = new Set(decisions.flatMap((decision) => (decision.kind === 'reversed' ? [decision.reverses] : [])))
  return decisions.filter(({ kind, decisionId }) => kind !== 'reversed' && !reversed.has(decisionId)).sort(byTime)
}

/** What decisions come to, in whatever order they came: by their time, the last verdict holds. */
export const outcomeOf = (decisions: readonly Decision[]): Outcome => {
  const held = standing(decisions)
  const verdict = held.findLast(isVerdict)
  const disbursedFen = sumOf(held, 'disbursed')
  return {
    status: disbursedFen > 0 ? 'disbursed' : (verdict?.kind ?? 'submitted'),
    ...(verdict && 'limitFen' in verdict && { limitFen: verdict.limitFen }),
    ...(verdict?.kind === 'credited' && { aprBps: verdict.aprBps }),
    ...(verdict?.kind === 'declined' && { reasonCode: verdict.reasonCode }),
    disbursedFen,
    repaidFen: sumOf(held, 'repaid'),
  }
}

const verdictAt = (held: readonly Decision[], at: string): Decision | undefined =>
  held.findLast((decision) => isVerdict(decision) && decision.at <= at)

const complaintAboutReversals = (decisions: readonly Decision[]): string | undefined => {
  const targets = decisions.flatMap((decision) => (decision.kind === 'reversed' ? [decision] : []))
  const kinds = new Map(decisions.map(({ decisionId, kind }) => [decisionId, kind]))
  if (targets.some(({ decisionId, reverses }) => decisionId === reverses)) return 'A decision cannot reverse itself.'
  if (targets.some(({ reverses }) => kinds.get(reverses) === 'reversed'))
    return 'A reversal cannot be reversed: send the decision again under a new id.'
  if (new Set(targets.map(({ reverses }) => reverses)).size < targets.length) return 'The decision was reversed before.'
  return undefined
}

/**
 * Why decisions cannot all be true, if they cannot. It depends on which there are, never on the order in which they came:
 * a draw may come before the credit that allows it, but not after a refusal, nor beyond a limit that is known.
 */
export const complaintAbout = (decisions: readonly Decision[]): string | undefined => {
  const complaint = complaintAboutReversals(decisions)
  if (complaint) return complaint
  const held = standing(decisions)
  for (const draw of held) {
    if (draw.kind !== 'disbursed') continue
    const verdict = verdictAt(held, draw.at)
    if (verdict?.kind === 'declined') return 'The application was declined when the money was drawn.'
    const upTo = held.filter(({ at }) => at <= draw.at)
    const open = sumOf(upTo, 'disbursed') - sumOf(upTo, 'repaid')
    if (verdict?.kind === 'credited' && open > verdict.limitFen) return 'More was drawn than the limit.'
  }
  return undefined
}
