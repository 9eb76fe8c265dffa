import * as z from 'zod'
import type { JournalEntry } from '../domain/journal.ts'
import { LeadId } from '../domain/lead.ts'
import { PostbackVerdict } from '../domain/postback.ts'
import { broughtKey, entryKey, idempotencyKey, leadKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

const AnsweredReport = z.object({ fingerprint: z.string(), verdict: PostbackVerdict })
/** What a report was answered with, and what it said, by an index. */
export type AnsweredReport = z.infer<typeof AnsweredReport>

const Brought = z.object({ leadId: LeadId })

/** What stood in the way of keeping a report: its answer before, or the same told by another message. */
export type ReportObstacle = { answered: AnsweredReport | undefined; isReported: boolean }

/** Reports of partners: each is answered once, and what is accepted stands in the journal of its lead. */
export const postbackStore = (table: Table) => ({
  /** The lead that a partner brought by a click. */
  async leadIdOf(partnerId: string, clickId: string): Promise<string | undefined> {
    const item = await table.get(broughtKey(partnerId, clickId))
    return item && Brought.parse(item).leadId
  },

  async findAnswered(index: string): Promise<AnsweredReport | undefined> {
    const item = await table.get(idempotencyKey(index), { consistent: true })
    return item && AnsweredReport.parse(item)
  },

  /** Remembers an answer, with the entry of the lead that it makes, if any; undefined when both happened. */
  async keep(
    index: string,
    answered: AnsweredReport,
    reported?: { leadId: string; entry: JournalEntry },
  ): Promise<ReportObstacle | undefined> {
    const answer = { put: { ...idempotencyKey(index), ...answered }, condition: NOT_EXISTS }
    const entries = reported
      ? [reported].map(({ leadId, entry }) => ({ ...entryKey(leadKey(leadId).pk, entry.eventId), ...entry }))
      : []
    const obstacles = await table.writeAll([answer, ...entries.map((put) => ({ put, condition: NOT_EXISTS }))])
    if (!obstacles) return undefined
    const [before, entry] = obstacles
    return { answered: before?.item && AnsweredReport.parse(before.item), isReported: entry !== undefined }
  },
})

export type PostbackStore = ReturnType<typeof postbackStore>
