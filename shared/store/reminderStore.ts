import * as z from 'zod'
import type { Lead } from '../domain/lead.ts'
import { type Key, leadKey, reminderKey, reminderMessageKey, reminderPrefix } from './keys.ts'
import { reachWrite } from './leadStore.ts'
import { NOT_EXISTS, type Table, type Write } from './table.ts'

/** Somebody's consent to one message of a template, told by an id of its own; `eventId` is of the first one of the lead. */
export type Consent = {
  templateId?: string | undefined
  kind: 'official_account' | 'mini_program'
  consentId: string
  at: string
  eventId: string
}

const StoredConsent = z.object({
  pk: z.string(),
  sk: z.string(),
  at: z.iso.datetime(),
  usedBy: z.string().optional(),
  withdrawn: z.literal(true).optional(),
})
type StoredConsent = z.infer<typeof StoredConsent>

const isUnused = ({ usedBy, withdrawn }: StoredConsent): boolean => usedBy === undefined && withdrawn === undefined

/** Changes a consent that nothing used up before. */
const changeUnused = ({ pk, sk }: Key, expression: string, values: Record<string, unknown>): Write => ({
  update: { pk, sk },
  change: { expression, values },
  condition: {
    expression: 'attribute_exists(pk) AND attribute_not_exists(usedBy) AND attribute_not_exists(withdrawn)',
  },
})

const consentWrite = (leadId: string, { templateId, kind, consentId, at }: Consent): Write => ({
  put: { ...reminderKey(leadId, templateId, consentId), kind, at },
  condition: NOT_EXISTS,
})

/** What leads consented to be reminded of: every consent is good for one message. */
export const reminderStore = (table: Table) => {
  /** The consents of a template that no message used up, the oldest first. */
  const unused = async (leadId: string, templateId: string | undefined): Promise<StoredConsent[]> => {
    const prefix = reminderPrefix(templateId)
    const found: StoredConsent[] = []
    for await (const items of table.query(leadKey(leadId).pk, { from: prefix, to: `${prefix}~`, consistent: true }))
      found.push(...items.map((item) => StoredConsent.parse(item)).filter(isUnused))
    return found.sort((a, b) => (a.at < b.at ? -1 : 1))
  }

  return {
    /** Keeps a consent; the first one of an accepted lead reaches `reminded` in the same transaction. The same again changes nothing. */
    async consent({ leadId, milestones }: Pick<Lead, 'leadId' | 'milestones'>, consent: Consent): Promise<void> {
      const put = consentWrite(leadId, consent)
      const { eventId, at } = consent
      if (milestones.reminded === undefined) {
        const reach = reachWrite(leadId, { milestone: 'reminded', eventId, at })
        const stood = await table.writeAll([put, reach])
        if (!stood || stood[0]) return
      }
      await table.write(put)
    },

    /** Takes back the consents of a template that no message used up. They stay known, so that none told again comes back. */
    async withdraw(leadId: string, templateId: string | undefined): Promise<void> {
      for (const consent of await unused(leadId, templateId))
        await table.write(changeUnused(consent, 'SET withdrawn = :true', { ':true': true }))
    },

    /** Uses up the oldest consent of a template with a message, once per message however often it is told. */
    async use(leadId: string, templateId: string | undefined, messageId: string): Promise<void> {
      for (;;) {
        const [oldest] = await unused(leadId, templateId)
        if (!oldest) return
        const message = reminderMessageKey(leadId, templateId, messageId)
        const stood = await table.writeAll([
          { put: { ...message, consent: oldest.sk }, condition: NOT_EXISTS },
          changeUnused(oldest, 'SET usedBy = :message', { ':message': messageId }),
        ])
        if (!stood || stood[0]) return
      }
    },

    /** How many messages of a template may be sent. */
    balance: async (leadId: string, templateId: string | undefined): Promise<number> =>
      (await unused(leadId, templateId)).length,
  }
}

export type ReminderStore = ReturnType<typeof reminderStore>
