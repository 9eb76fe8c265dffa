import type { StaffDeps } from '../../../shared/console/session.ts'
import type { PartnersDeps } from '../deps.ts'

/** What staff look after partners with. */
export type PartnerConsoleDeps = PartnersDeps & StaffDeps
