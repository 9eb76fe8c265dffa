import type { DynamoDBRecord } from 'aws-lambda'
import { journaledOf } from '../../shared/leads/journaled.ts'
import { count, log } from '../../shared/runtime/log.ts'
import type { StreamWork } from '../../shared/runtime/stream.ts'
import { changedItem, type Quarantine } from '../../shared/runtime/streamRecord.ts'
import type { Journaled, JournalStore } from '../../shared/store/journalStore.ts'

type Deps = { journal: JournalStore; quarantine: Quarantine }

/** The metric of an event: `lead.captured` is counted as `LeadCaptured`. */
const metricOf = (type: string): string =>
  type.replaceAll(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Writes the journal entries of every changed item and counts them. Delivers again from the first record whose entries could not be written. */
export const journal =
  ({ journal, quarantine }: Deps): StreamWork =>
  async (records) => {
    const sources = new Map<Journaled, DynamoDBRecord>()
    for (const record of records) {
      const journaled = await quarantine.orElse(record, () => {
        const item = changedItem(record)
        return item && journaledOf(item)
      })
      for (const one of journaled ?? []) sources.set(one, record)
    }
    for (const group of journal.groups([...sources.keys()])) {
      try {
        await journal.record(group)
        for (const { entry } of group) count(metricOf(entry.type))
      } catch (error) {
        log.error('entries could not be journaled', error)
        return group[0] && sources.get(group[0])
      }
    }
    return undefined
  }
