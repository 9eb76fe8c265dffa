import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { capStore } from '../../shared/store/capStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { partnerStore } from '../../shared/store/partnerStore.ts'
import { statementStore } from '../../shared/store/statementStore.ts'
import type { Table } from '../../shared/store/table.ts'
import { tallyStore } from '../../shared/store/tallyStore.ts'

/** What both functions of partners work with, on a table. */
export const depsOn = (table: Table, { KEY_ID: keyId }: { KEY_ID: string }) => {
  const keys = apiKeyStore(table)
  return {
    partners: partnerStore(table),
    caps: capStore(table),
    statements: statementStore(table),
    tallies: tallyStore(table),
    keys,
    findKey: keys.find,
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId })),
    now: () => new Date(),
  }
}
