import { dayOf } from '../domain/day.ts'
import type { JournalEntry } from '../domain/journal.ts'
import type { Lead } from '../domain/lead.ts'

type Note = Pick<JournalEntry, 'eventId' | 'type' | 'at' | 'details'>

/** An entry of a lead's journal that counts nothing. */
export const journalNote = (lead: Lead, note: Note): JournalEntry => ({
  ...note,
  campaignId: lead.campaignId,
  mode: lead.mode,
  eventDay: dayOf(note.at, lead.timezone),
  cohortDay: lead.cohortDay,
  dimensions: lead.dimensions,
  counts: [],
})
