import { quarantineKey } from './keys.ts'
import type { Table } from './table.ts'

/** Records that a consumer cannot work on, put aside with the cause; personal data in them stays sealed as it was. */
export const quarantineStore = (table: Table) => ({
  async add(
    consumer: string,
    sequenceNumber: string,
    record: { cause: string; at: string; image: unknown },
  ): Promise<void> {
    await table.write({ put: { ...quarantineKey(consumer, sequenceNumber), ...record } })
  },
})

export type QuarantineStore = ReturnType<typeof quarantineStore>
