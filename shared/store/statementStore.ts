import { BroughtLead } from '../domain/partnerStatement.ts'
import { statementPartition } from './keys.ts'
import type { Table } from './table.ts'

/** What partners brought. The journal writes it. */
export const statementStore = (table: Table) => ({
  /** Every lead that a partner brought in a month (YYYY-MM). */
  async brought(partnerId: string, month: string): Promise<BroughtLead[]> {
    const found: BroughtLead[] = []
    for await (const items of table.query(statementPartition(partnerId, month)))
      found.push(...items.map((item) => BroughtLead.parse(item)))
    return found
  },
})

export type StatementStore = ReturnType<typeof statementStore>
