import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { ActivityStore } from '../../shared/store/activityStore.ts'
import type { ApiKeyStore } from '../../shared/store/apiKeyStore.ts'
import type { ApplicationStore } from '../../shared/store/applicationStore.ts'
import type { CampaignStore } from '../../shared/store/campaignStore.ts'
import type { ConnectionStore } from '../../shared/store/connectionStore.ts'
import type { CounterStore } from '../../shared/store/counterStore.ts'
import type { JournalStore } from '../../shared/store/journalStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { LimitStore } from '../../shared/store/limitStore.ts'
import type { QuarantineStore } from '../../shared/store/quarantineStore.ts'
import type { RecountStore } from '../../shared/store/recountStore.ts'
import type { RosterStore } from '../../shared/store/rosterStore.ts'
import type { SessionStore } from '../../shared/store/sessionStore.ts'
import type { SpendStore } from '../../shared/store/spendStore.ts'

/** What the operations function works with. */
export type OperationsDeps = Credentials & {
  applications: ApplicationStore
  campaigns: CampaignStore
  connections: ConnectionStore
  counters: CounterStore
  journal: JournalStore
  keys: ApiKeyStore
  leads: LeadStore
  roster: RosterStore
  activity: ActivityStore
  limits: LimitStore
  quarantine: QuarantineStore
  recounts: RecountStore
  sessions: SessionStore
  spend: SpendStore
  ring: () => Promise<KeyRing>
  outboundHosts: readonly string[]
  /** Sends a decision that was put aside on its way again. */
  sendDecision: (detail: unknown) => Promise<void>
}
