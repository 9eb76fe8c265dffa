import * as z from 'zod'
import { ReminderReceipt } from '../contract/following.ts'
import { idempotencyKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

type Receipt = z.infer<typeof ReminderReceipt>

const AnsweredKey = z.object({ fingerprint: z.string(), answered: ReminderReceipt.optional() })
/** What an idempotency key was used with, and its answer once there is one. */
type AnsweredKey = z.infer<typeof AnsweredKey>

/** What idempotency keys of reminders were used with and answered. */
export const reminderAnswerStore = (table: Table) => ({
  /** Remembers what a key is used with; what it was used with before, if it was. */
  async claim(index: string, fingerprint: string): Promise<AnsweredKey | undefined> {
    const stood = await table.write({ put: { ...idempotencyKey(index), fingerprint }, condition: NOT_EXISTS })
    return stood && AnsweredKey.parse(stood.item)
  },

  /** Remembers the answer of a key; the first one stays and is returned. */
  async settle(index: string, answer: Receipt): Promise<Receipt> {
    const stood = await table.write({
      update: idempotencyKey(index),
      change: { expression: 'SET answered = :answer', values: { ':answer': answer } },
      condition: { expression: 'attribute_not_exists(answered)' },
    })
    return (stood && AnsweredKey.parse(stood.item).answered) ?? answer
  },
})

export type ReminderAnswerStore = ReturnType<typeof reminderAnswerStore>
