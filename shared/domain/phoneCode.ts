import * as z from 'zod'
import { LeadId } from './lead.ts'

/** How long a code is good, how often it may be tried, and how often one is sent to a phone. */
export const PHONE_CODE = { minutes: 5, tries: 5, pauseSeconds: 60, sendsInDay: 5 } as const

const DAY_MS = 24 * 3600 * 1000

/** The code last sent to a phone and when codes were sent to it in the last 24 hours, in milliseconds; `claim` is new with each sending. */
export const SentCode = z.object({
  claim: z.string(),
  sends: z.array(z.int()),
  leadId: LeadId,
  codeHash: z.string(),
  goodUntil: z.int(),
  tries: z.int(),
  usedAt: z.iso.datetime().optional(),
})
export type SentCode = z.infer<typeof SentCode>

/** Those sendings that still count at a time in milliseconds. */
export const recentSends = (sends: readonly number[], now: number): number[] => sends.filter((at) => at > now - DAY_MS)

/** How many milliseconds must pass until another code may be sent; 0 for none. */
export const sendWait = (sends: readonly number[], now: number): number => {
  const recent = recentSends(sends, now)
  const afterLast = (recent.at(-1) ?? 0) + PHONE_CODE.pauseSeconds * 1000
  const first = recent.at(-PHONE_CODE.sendsInDay)
  return Math.max(0, afterLast - now, first === undefined ? 0 : first + DAY_MS - now)
}

/** Whether it is for its tries alone that a code may not be tried for a lead any more. */
export const isSpent = (sent: SentCode | undefined, leadId: string, now: number): sent is SentCode =>
  sent !== undefined && sent.leadId === leadId && sent.goodUntil > now
