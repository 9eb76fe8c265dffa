import type { PartnerStore } from '../../shared/store/partnerStore.ts'
import type { TallyStore } from '../../shared/store/tallyStore.ts'

/** What watches over partners works with. */
export type WatchDeps = {
  partners: PartnerStore
  tallies: TallyStore
  now: () => Date
}
