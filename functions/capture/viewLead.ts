import type { Context } from 'hono'
import { milestonesShown } from '../../shared/capture/answered.ts'
import type { getLead } from '../../shared/contract/capture.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { type Lead, LeadId } from '../../shared/domain/lead.ts'
import { type Milestones, nextMilestones } from '../../shared/domain/milestone.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { CaptureDeps } from './deps.ts'

type Request = Input<{ leadId: string }, undefined, undefined>

const existingLead = async ({ leads }: CaptureDeps, leadId: string | undefined): Promise<Lead> => {
  const id = LeadId.safeParse(leadId)
  const lead = id.success ? await leadNow({ leads }, id.data) : undefined
  if (!lead) throw new Problem('lead_not_found', 'Check the lead id in the address.')
  return lead
}

/** The campaign of the lead that the path names. */
export const campaignOfLead = (deps: CaptureDeps) => async (c: Context<HttpEnv>) => {
  const lead = await existingLead(deps, c.req.param('leadId'))
  const campaign = await deps.findCampaign(lead.campaignId)
  if (!campaign) throw new Error('a lead without its campaign')
  return campaign
}

/** A lead whose phone was a customer before goes on as if it had registered. */
const reachedBy = ({ milestones, registration }: Lead): Milestones => ({
  ...(registration && { registered: registration.at }),
  ...milestones,
})

export const handleGetLead =
  (deps: CaptureDeps) =>
  async ({ params, principal }: Request): Promise<Answer<(typeof getLead)['success']>> => {
    if (principal.kind !== 'lead' || principal.leadId !== params.leadId)
      throw new Problem('wrong_lead', 'Use the lead token that came with this lead.')
    const lead = await existingLead(deps, params.leadId)
    const milestones = principal.phoneVerified ? lead.milestones : milestonesShown(lead)
    const next = nextMilestones(lead.chain, principal.phoneVerified ? reachedBy(lead) : milestones)
    return { status: 200, body: { leadId: lead.leadId, milestones, next } }
  }
