import { PHONE_CODE, SentCode } from '../domain/phoneCode.ts'
import { phoneCodeKey } from './keys.ts'
import { type Expression, NOT_EXISTS, type Table, type Write } from './table.ts'

const DAY_SECONDS = 24 * 3600

const isStill = ({ claim }: Pick<SentCode, 'claim'>): Expression => ({
  expression: 'claim = :claim',
  values: { ':claim': claim },
})

/** Marks a code as used, unless it was or another was sent meanwhile. */
export const useCode = (index: string, sent: Pick<SentCode, 'claim'>, at: string): Write => {
  const still = isStill(sent)
  return {
    update: phoneCodeKey(index),
    change: { expression: 'SET usedAt = :at', values: { ':at': at } },
    condition: { ...still, expression: `${still.expression} AND attribute_not_exists(usedAt)` },
  }
}

/** The code last sent to a phone, by a blind index of the phone. */
export const phoneCodeStore = (table: Table) => ({
  async find(index: string): Promise<SentCode | undefined> {
    const item = await table.get(phoneCodeKey(index), { consistent: true })
    return item && SentCode.parse(item)
  },

  /** Puts what is sent next in the place of what was seen; true when it happened. Of all who saw the same, one does. */
  async replace(index: string, seen: SentCode | undefined, next: SentCode): Promise<boolean> {
    const ttl = Math.ceil((next.sends.at(-1) ?? next.goodUntil) / 1000) + DAY_SECONDS
    const put = { ...phoneCodeKey(index), ...next, ttl }
    return (await table.write({ put, condition: seen ? isStill(seen) : NOT_EXISTS })) === undefined
  },

  /**
   * Takes one of the tries of a code that may be tried for the lead at a time in milliseconds, and returns it; else the code
   * as it is. Exact however many ask at once.
   */
  async takeTry(
    index: string,
    leadId: string,
    now: number,
  ): Promise<{ taken: SentCode } | { refused: SentCode | undefined }> {
    const result = await table.change({
      update: phoneCodeKey(index),
      change: { expression: 'ADD tries :one', values: { ':one': 1 } },
      condition: {
        expression: 'leadId = :lead AND goodUntil > :now AND tries < :most',
        values: { ':lead': leadId, ':now': now, ':most': PHONE_CODE.tries },
      },
    })
    if ('item' in result) return { taken: SentCode.parse(result.item) }
    const { item } = result.obstacle
    return { refused: item && SentCode.parse(item) }
  },
})

export type PhoneCodeStore = ReturnType<typeof phoneCodeStore>
