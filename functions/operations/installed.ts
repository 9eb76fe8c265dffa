import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { counterStore } from '../../shared/store/counterStore.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { rosterStore } from '../../shared/store/rosterStore.ts'
import { spendStore } from '../../shared/store/spendStore.ts'
import type { Table } from '../../shared/store/table.ts'
import type { OperationsDeps } from './deps.ts'

type Config = { KEY_ID: string; CLICK_ORIGIN: string; MOST_CLICK_WINDOW_DAYS: number }

/** What both functions of bank staff work with on a table, its key ring sealed by a key of KMS. */
export const depsOn = (table: Table, config: Config): OperationsDeps => {
  const { KEY_ID: keyId, CLICK_ORIGIN: clickOrigin, MOST_CLICK_WINDOW_DAYS: mostWindowDays } = config
  const keys = apiKeyStore(table)
  return {
    campaigns: campaignStore(table),
    connections: connectionStore(table),
    counters: counterStore(table),
    journal: journalStore(table),
    keys,
    findKey: keys.find,
    leads: leadStore(table),
    roster: rosterStore(table),
    spend: spendStore(table),
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId })),
    mostWindowDays,
    clickOrigin,
    now: () => new Date(),
  }
}
