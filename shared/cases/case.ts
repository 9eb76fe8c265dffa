import { Problem } from '../contract/problem.ts'
import { Applicant, type Application } from '../domain/application.ts'
import type { Campaign } from '../domain/campaign.ts'
import type { Lead } from '../domain/lead.ts'
import type { LoanProduct } from '../domain/loanProduct.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { openUnder, sealUnder } from '../security/sealing.ts'
import type { ApplicationStore } from '../store/applicationStore.ts'
import type { JournalStore } from '../store/journalStore.ts'
import type { LeadStore } from '../store/leadStore.ts'

/** What the rules of applications work with. */
export type CaseDeps = {
  applications: ApplicationStore
  leads: LeadStore
  journal: JournalStore
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  now: () => Date
}

/** An application with all that it hangs on; its product is undefined once the campaign no longer has it. */
export type Case = { application: Application; lead: Lead; campaign: Campaign; product: LoanProduct | undefined }

/** That there is no such application, or that it is somebody else's. */
export const notFound = () => new Problem('application_not_found', 'Check the application id in the address.')

const isGone = ({ ttl }: Application, now: Date): boolean => ttl !== undefined && ttl * 1000 <= now.getTime()

/** The product of an application, as its campaign has it now. */
export const productOf = ({ settings }: Campaign, id: string): LoanProduct | undefined =>
  settings.application?.products.find((product) => product.id === id)

/** Any application. A draft that has expired is gone, also while the table still holds it. */
export const applicationOf = async (
  { applications, now }: Pick<CaseDeps, 'applications' | 'now'>,
  applicationId: string,
): Promise<Application> => {
  const application = await applications.find(applicationId)
  if (!application || isGone(application, now())) throw notFound()
  return application
}

/** Any application, with its lead and its campaign. */
export const caseOf = async (deps: CaseDeps, applicationId: string): Promise<Case> => {
  const application = await applicationOf(deps, applicationId)
  const lead = await deps.leads.find(application.leadId)
  if (!lead) throw new Error('an application without its lead')
  const campaign = await deps.findCampaign(lead.campaignId)
  if (!campaign) throw new Error('an application without its campaign')
  return { application, lead, campaign, product: productOf(campaign, application.product) }
}

const ownKeyOf = ({ leadId, wrappedKey }: Lead) => ({ subject: leadId, wrappedKey })

/** Who applies, in the clear. */
export const applicantOf = async (ring: KeyRing, { application, lead }: Case): Promise<Applicant> =>
  Applicant.parse(await openUnder(ring, ownKeyOf(lead), application.applicationId, application.sealed))

/** Who applies, sealed under the key of the lead. */
export const sealApplicant = (
  ring: KeyRing,
  lead: Lead,
  applicationId: string,
  applicant: Applicant,
): Promise<string> => sealUnder(ring, ownKeyOf(lead), applicationId, applicant)
