import type { OutAnswer, OutRequest } from '../../shared/outbound/callOut.ts'
import { callOut } from '../../shared/outbound/callOut.ts'
import { PLATFORM_HOSTS } from '../../shared/platforms/conversions/hosts.ts'
import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { audienceExportStore } from '../../shared/store/audienceExportStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { rosterStore } from '../../shared/store/rosterStore.ts'
import type { Table } from '../../shared/store/table.ts'

/** Four such calls fit the time of the function: the first, one for a new token, and both again. */
const UPLOAD_MS = 6500

type Settings = { KEY_ID: string; OUTBOUND_HOSTS: readonly string[] }

/** What both functions of audiences work with, on a table. */
export const depsOn = (table: Table, { KEY_ID, OUTBOUND_HOSTS }: Settings) => {
  const keys = apiKeyStore(table)
  const hosts = new Set([...PLATFORM_HOSTS, ...OUTBOUND_HOSTS])
  return {
    applications: applicationStore(table),
    campaigns: campaignStore(table),
    connections: connectionStore(table),
    exports: audienceExportStore(table),
    journal: journalStore(table),
    keys,
    leads: leadStore(table),
    roster: rosterStore(table),
    tokens: providerTokenStore(table),
    findKey: keys.find,
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: KEY_ID })),
    call: (request: OutRequest): Promise<OutAnswer> => callOut(request, { hosts, timeoutMs: UPLOAD_MS }),
    now: () => new Date(),
  }
}
