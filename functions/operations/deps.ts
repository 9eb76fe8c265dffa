import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { ApiKeyStore } from '../../shared/store/apiKeyStore.ts'
import type { CampaignStore } from '../../shared/store/campaignStore.ts'
import type { ConnectionStore } from '../../shared/store/connectionStore.ts'
import type { CounterStore } from '../../shared/store/counterStore.ts'
import type { JournalStore } from '../../shared/store/journalStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { RosterStore } from '../../shared/store/rosterStore.ts'
import type { SpendStore } from '../../shared/store/spendStore.ts'

/** What both functions of bank staff work with: the API here, and the console. */
export type OperationsDeps = Credentials & {
  campaigns: CampaignStore
  connections: ConnectionStore
  counters: CounterStore
  journal: JournalStore
  keys: ApiKeyStore
  leads: LeadStore
  roster: RosterStore
  spend: SpendStore
  ring: () => Promise<KeyRing>
  /** For how many days, at most, a click may be owed a lead. */
  mostWindowDays: number
  /** Where click monitors are called, when that is not where the API answers; else empty. */
  clickOrigin: string
}
