import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { isSpam, type Lead, PersonalData } from '../../shared/domain/lead.ts'
import type { Principal } from '../../shared/runtime/principal.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { open } from '../../shared/security/sealing.ts'
import type { OnboardingDeps } from './deps.ts'

/** The lead that the path names and the token is for. A bot's lead passes as any other: who asks with it learns nothing. */
export const ownLead = async (
  { leads }: Pick<OnboardingDeps, 'leads'>,
  leadId: string,
  principal: Principal,
): Promise<Lead> => {
  if (principal.kind !== 'lead' || principal.leadId !== leadId)
    throw new Problem('wrong_lead', 'Use the lead token that came with this lead.')
  const lead = await leads.find(leadId)
  if (!lead) throw new Problem('lead_not_found', 'Check the lead id in the address.')
  if (lead.verdict.status === 'rejected' && !isSpam(lead.verdict))
    throw new Problem('lead_not_accepted', 'Submit the form again: the answer says why it is not accepted.')
  return lead
}

export const campaignOf = async (
  { findCampaign }: Pick<OnboardingDeps, 'findCampaign'>,
  { campaignId }: Pick<Lead, 'campaignId'>,
): Promise<Campaign> => {
  const campaign = await findCampaign(campaignId)
  if (!campaign) throw new Error('a lead without its campaign')
  return campaign
}

/** What of the lead names a person, in the clear. */
export const personOf = async (ring: KeyRing, lead: Lead): Promise<PersonalData> =>
  PersonalData.parse(await open(ring, lead.leadId, lead))

export const OTHER_PHONE = 'must be the phone that was left with this lead: leave the contact again with another one'

/**
 * The phone of a lead. Only that one may be named: whoever knows a number can get the token of its lead, and could
 * otherwise register it with a phone of their own.
 */
export const phoneOf = async (
  { ring }: Pick<OnboardingDeps, 'ring'>,
  lead: Lead,
  named: string | undefined,
): Promise<string> => {
  const { phone } = await personOf(await ring(), lead)
  if (named === undefined || named === phone) return phone
  throw validationProblem([{ pointer: '/phone', code: 'phone_invalid', message: OTHER_PHONE }])
}
