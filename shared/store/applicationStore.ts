import { Application } from '../domain/application.ts'
import type { JournalEntry } from '../domain/journal.ts'
import { type Change, Lead } from '../domain/lead.ts'
import { applicationKey, entryKey, leadKey } from './keys.ts'
import type { Expression, Table, Write } from './table.ts'

/** What a change of an application does to its lead: an event, and a milestone where it is reached for the first time. */
export type LeadStep = { leadId: string; event: Change }

/** What goes with a change of an application, in the same transaction. */
export type Beside = {
  step?: LeadStep | undefined
  /** An entry of the lead's journal that counts nothing. */
  entry?: JournalEntry | undefined
}

/** What stood in the way: the application as it is, and the lead as it is. */
export type ApplicationObstacle = { application?: Application | undefined; lead?: Lead | undefined }

const leadWrite = ({ leadId, event }: LeadStep): Write => {
  const [milestone] = event.reached
  const isNew = milestone === undefined ? '' : ' AND attribute_not_exists(milestones.#milestone)'
  return {
    update: leadKey(leadId),
    change: {
      expression: `SET #event = :event${milestone === undefined ? '' : ', milestones.#milestone = :at'}`,
      names: { '#event': 'event', ...(milestone !== undefined && { '#milestone': milestone }) },
      values: { ':event': event, ...(milestone !== undefined && { ':at': event.at }) },
    },
    condition: { expression: `attribute_exists(customerId)${isNew}` },
  }
}

/** There is none, or a draft whose time was over and that the table has not taken out yet. */
const isFree = ({ createdAt }: Application): Expression => ({
  expression: 'attribute_not_exists(pk) OR #ttl <= :now',
  names: { '#ttl': 'ttl' },
  values: { ':now': Math.floor(Date.parse(createdAt) / 1000) },
})

const isVersion = (version: number): Expression => ({
  expression: 'version = :version',
  values: { ':version': version },
})

/** Applications, each with a version that every change raises. */
export const applicationStore = (table: Table) => {
  const write = async (
    application: Application,
    condition: Expression,
    { step, entry }: Beside,
  ): Promise<ApplicationObstacle | undefined> => {
    const { applicationId, leadId } = application
    const writes: Write[] = [{ put: { ...applicationKey(applicationId), ...application }, condition }]
    if (step) writes.push(leadWrite(step))
    if (entry) writes.push({ put: { ...entryKey(leadKey(leadId).pk, entry.eventId), ...entry } })
    const obstacles = await table.writeAll(writes)
    if (obstacles === undefined) return undefined
    const [own, lead] = obstacles
    return {
      application: own?.item && Application.parse(own.item),
      lead: step && lead?.item && Lead.parse(lead.item),
    }
  }

  return {
    async find(applicationId: string, { consistent = true } = {}): Promise<Application | undefined> {
      const item = await table.get(applicationKey(applicationId), { consistent })
      return item && Application.parse(item)
    },

    /** Makes an application that is not there, or no longer; undefined when it happened. */
    create: (application: Application, beside: Beside) => write(application, isFree(application), beside),

    /** Replaces the version before; undefined when it happened. With nothing beside it is one write, else one transaction. */
    replace: (application: Application, beside: Beside = {}) =>
      write(application, isVersion(application.version - 1), beside),
  }
}

export type ApplicationStore = ReturnType<typeof applicationStore>
