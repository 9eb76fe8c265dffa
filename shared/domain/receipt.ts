import * as z from 'zod'
import { AttributionRules } from './attributionRules.ts'
import { CandidateDimensions, Interaction } from './candidate.ts'

/** The most candidates that a receipt keeps. */
export const MAX_CANDIDATES = 20

/** Why a candidate that names an ad within its window does not win, or why it is none. */
export const ATTRIBUTION_REASONS = [
  'winner',
  'shares',
  'earlier_click',
  'later_click',
  'earlier_view',
  'later_view',
  'same_moment',
  'click_beats_view',
  'no_ad',
  'in_the_future',
  'outside_click_window',
  'outside_view_window',
] as const
export const AttributionReason = z.enum(ATTRIBUTION_REASONS).meta({ id: 'AttributionReason' })
export type AttributionReason = z.infer<typeof AttributionReason>

/** An interaction as the rules saw it. */
export const JudgedCandidate = Interaction.extend({
  eligible: z.boolean().meta({ description: 'It names an ad, and lies within its window' }),
  reason: AttributionReason,
  weight: z.number().min(0).max(1).meta({
    description:
      'Its part of the lead, in whole thousandths; those of all candidates add up to 1 where there is a winner',
  }),
}).meta({ id: 'JudgedCandidate' })
export type JudgedCandidate = z.infer<typeof JudgedCandidate>

/** Which ad a lead is owed to, and why: the candidates by time, and the rules at that moment. */
export const Receipt = z
  .object({
    ruleVersion: z.int().min(1),
    rules: AttributionRules,
    at: z.iso.datetime(),
    candidates: z.array(JudgedCandidate).max(MAX_CANDIDATES),
    leftOut: z
      .int()
      .min(0)
      .meta({ description: `Candidates beyond the ${MAX_CANDIDATES} that are kept` }),
    winner: z
      .int()
      .min(0)
      .max(MAX_CANDIDATES - 1)
      .optional()
      .meta({ description: 'Its place among the candidates; absent where the lead is owed to no ad' }),
    dimensions: CandidateDimensions.meta({ description: 'Of the winner' }),
  })
  .meta({ id: 'AttributionReceipt' })
export type Receipt = z.infer<typeof Receipt>
