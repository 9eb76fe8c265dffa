import * as z from 'zod'
import { type DayCounts, DriftEvidence, drift } from './partnerDrift.ts'
import type { SequentialTest } from './sequentialTest.ts'

/** What quality a partner owes. */
export const PartnerLimits = z
  .strictObject({
    maxDuplicateRate: z.number().min(0.001).max(0.5).optional().meta({
      description:
        'Duplicates ÷ leads. Twice as much, or half way from there to all, is noticed and pauses the partner',
    }),
    minApprovalRate: z.number().min(0.01).max(0.99).optional().meta({
      description: 'Credited ÷ decided. Half as much is noticed and pauses the partner',
    }),
  })
  .meta({ id: 'PartnerLimits' })
export type PartnerLimits = z.infer<typeof PartnerLimits>

/** Why a partner is paused: by what a test found, or by somebody. */
export const PausedBecause = z
  .discriminatedUnion('reason', [
    z.object({ reason: z.literal('duplicate_rate'), at: z.iso.datetime(), evidence: DriftEvidence }),
    z.object({ reason: z.literal('approval_rate'), at: z.iso.datetime(), evidence: DriftEvidence }),
    z.object({ reason: z.literal('operator'), at: z.iso.datetime() }),
  ])
  .meta({ id: 'PausedBecause' })
export type PausedBecause = z.infer<typeof PausedBecause>

/**
 * A partner that just keeps to a limit is paused by at most one of 900 tests, and there are many in a year; one whose rate
 * doubled is taken for fine by about one of ten at most, and looked at again.
 */
const ERRORS = { alpha: 0.001, beta: 0.1 }

/** The test that a limit asks for. Bad is a duplicate among leads, or a refusal among decisions. */
export const testsOf = ({ maxDuplicateRate, minApprovalRate }: PartnerLimits) => ({
  ...(maxDuplicateRate !== undefined && {
    duplicate_rate: {
      p0: maxDuplicateRate,
      p1: Math.min(2 * maxDuplicateRate, (1 + maxDuplicateRate) / 2),
      ...ERRORS,
    },
  }),
  ...(minApprovalRate !== undefined && {
    approval_rate: { p0: 1 - minApprovalRate, p1: 1 - minApprovalRate / 2, ...ERRORS },
  }),
})

type Counts = { duplicates: readonly DayCounts[]; refusals: readonly DayCounts[] }

const pauseBy = (
  reason: 'duplicate_rate' | 'approval_rate',
  counts: readonly DayCounts[],
  test: SequentialTest | undefined,
  at: string,
): PausedBecause | undefined => {
  const found = test && drift(counts, test)
  return found?.verdict === 'pause' && found.explained ? { reason, at, evidence: found.explained } : undefined
}

/**
 * Why a partner is to be paused now, if it is: duplicates among its leads, and refusals among decisions about them, by day
 * since it was last let in.
 */
export const pauseFor = (
  limits: PartnerLimits,
  { duplicates, refusals }: Counts,
  at: string,
): PausedBecause | undefined => {
  const tests = testsOf(limits)
  return (
    pauseBy('duplicate_rate', duplicates, tests.duplicate_rate, at) ??
    pauseBy('approval_rate', refusals, tests.approval_rate, at)
  )
}
