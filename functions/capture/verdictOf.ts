import type { LeadVerdict } from '../../shared/contract/capture.ts'
import { shownToVisitor } from '../../shared/domain/milestone.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import type { Answered } from '../../shared/store/leadStore.ts'

/** The answer as it is sent, with the lead token made again for the same moment: a replay is equal to the byte. */
export const verdictOf = (ring: KeyRing, { status, at, ...answered }: Answered): LeadVerdict => ({
  ...answered,
  milestones: shownToVisitor(answered.milestones),
  leadToken: signLeadToken(ring, answered.leadId, at),
})
