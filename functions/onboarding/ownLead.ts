import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { isSpam, type Lead } from '../../shared/domain/lead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import type { Principal } from '../../shared/runtime/principal.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { OnboardingDeps } from './deps.ts'

/** The lead that the path names and the token is for, or the one it was joined with. A bot's lead passes as any other: who asks with it learns nothing. */
export const ownLead = async (
  { leads }: Pick<OnboardingDeps, 'leads'>,
  leadId: string,
  principal: Principal,
): Promise<Lead> => {
  if (principal.kind !== 'lead' || principal.leadId !== leadId)
    throw new Problem('wrong_lead', 'Use the lead token that came with this lead.')
  const lead = await leadNow({ leads }, leadId)
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

export const OTHER_PHONE = 'must be the phone that was left with this lead: leave the contact again with another one'

/** The phone that was left with a lead; undefined while it followed, or opened a mini program, and no more. */
export const leftPhone = async ({ ring }: Pick<OnboardingDeps, 'ring'>, lead: Lead): Promise<string | undefined> =>
  (await personOf(await ring(), lead)).phone

const phoneProblem = (code: 'required' | 'phone_invalid', message: string): Problem =>
  validationProblem([{ pointer: '/phone', code, message }])

/**
 * The phone of a lead. Only the one that was left may be named: whoever knows a number can get the token of its lead, and
 * could otherwise register it with a phone of their own. A lead that left none names one.
 */
export const phoneOf = async (
  deps: Pick<OnboardingDeps, 'ring'>,
  lead: Lead,
  named: string | undefined,
): Promise<string> => {
  const left = await leftPhone(deps, lead)
  if (left === undefined && named === undefined) throw phoneProblem('required', 'must be given: the lead left none')
  if (left !== undefined && named !== undefined && named !== left) throw phoneProblem('phone_invalid', OTHER_PHONE)
  return left ?? named ?? ''
}
