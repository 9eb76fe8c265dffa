import { type Case, caseOf, notFound } from '../../shared/cases/case.ts'
import type { Principal } from '../../shared/runtime/principal.ts'
import type { OnboardingDeps } from './deps.ts'

/** The application that a lead token is for; of another lead's it is not said that there is one. Operators may see any. */
export const ownCase = async (deps: OnboardingDeps, applicationId: string, principal: Principal): Promise<Case> => {
  const found = await caseOf(deps, applicationId)
  if (principal.kind === 'lead' && principal.leadId !== found.lead.leadId) throw notFound()
  return found
}
