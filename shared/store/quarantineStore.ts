import { quarantineKey, quarantinePartition } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Records that a consumer cannot work on, put aside with the cause; personal data in them stays sealed as it was. */
export const quarantineStore = (table: Table) => ({
  async add(
    consumer: string,
    sequenceNumber: string,
    record: { cause: string; at: string; image: unknown },
  ): Promise<void> {
    await table.write({ put: { ...quarantineKey(consumer, sequenceNumber), ...record } })
  },

  /** What a consumer put aside, whole. */
  async find(consumer: string, sequenceNumber: string): Promise<{ image: unknown } | undefined> {
    const item = await table.get(quarantineKey(consumer, sequenceNumber))
    return item && { image: item.image }
  },

  /** Takes a record out that is on its way again; false when somebody else did. */
  remove: (consumer: string, sequenceNumber: string): Promise<boolean> =>
    table.remove(quarantineKey(consumer, sequenceNumber)),

  /** The latest records that a consumer put aside, without what is in them. */
  async list(consumer: string, limit: number): Promise<{ sequenceNumber: string; cause: string; at: string }[]> {
    const pages = table.query(quarantinePartition(consumer), { backwards: true, limit })
    const { value: items = [] } = await pages.next()
    return (items as Item[]).map(({ sk, cause, at }) => ({
      sequenceNumber: String(sk),
      cause: String(cause),
      at: String(at),
    }))
  },
})

export type QuarantineStore = ReturnType<typeof quarantineStore>
