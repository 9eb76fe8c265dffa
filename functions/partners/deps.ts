import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { CapStore } from '../../shared/store/capStore.ts'
import type { PartnerStore } from '../../shared/store/partnerStore.ts'
import type { StatementStore } from '../../shared/store/statementStore.ts'
import type { TallyStore } from '../../shared/store/tallyStore.ts'

/** What operators look after partners with. */
export type PartnersDeps = Credentials & {
  partners: PartnerStore
  caps: CapStore
  statements: StatementStore
  tallies: TallyStore
  ring: () => Promise<KeyRing>
}
