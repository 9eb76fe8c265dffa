import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the ledger is looked at with, on a table. */
export const depsOn = (table: Table) => {
  const keys = apiKeyStore(table)
  return {
    campaigns: campaignStore(table),
    conversions: conversionStore(table),
    leads: leadStore(table),
    keys,
    findKey: keys.find,
    now: () => new Date(),
  }
}
