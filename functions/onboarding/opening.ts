import type * as z from 'zod'
import type { SessionRequest } from '../../shared/contract/following.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { LeadId, type Visit } from '../../shared/domain/lead.ts'
import { type RecordedTouch, recordTouch } from '../../shared/domain/touch.ts'
import type { WechatPerson } from '../../shared/providers/loginReader.ts'
import type { OnboardingDeps } from './deps.ts'

/** That somebody opened the mini program: who, from where, and the lead that it was opened for, when a code named one. */
export type Opening = {
  campaign: Campaign
  appId: string
  person: WechatPerson
  invitedLead: string | undefined
  visit: Visit | undefined
  touch: RecordedTouch
  at: string
  cause: string
}

/** What the path or scene carried: a lead, an invitation of a lead or a visit, or a visit. */
const invitedBy = async (
  { invitations }: OnboardingDeps,
  { campaignId }: Campaign,
  carried: string | undefined,
): Promise<{ leadId?: string | undefined; visitId?: string | undefined }> => {
  if (carried === undefined) return {}
  if (LeadId.safeParse(carried).success) return { leadId: carried }
  const invitation = carried.startsWith('iv_') ? await invitations.find(carried) : undefined
  if (!invitation) return { visitId: carried }
  return invitation.campaignId === campaignId ? invitation : {}
}

type Asked = Pick<Opening, 'campaign' | 'person' | 'at' | 'cause'> & { body: z.output<typeof SessionRequest> }

/** What an opening says. A visit that was not recorded is nobody's: it is counted with the lead. */
export const openingOf = async (deps: OnboardingDeps, { body, ...about }: Asked): Promise<Opening> => {
  const { campaignId } = about.campaign
  const invited = await invitedBy(deps, about.campaign, body.invitation)
  const visitId = invited.visitId ?? body.touch?.visitId
  const visit = visitId === undefined ? undefined : await deps.visits.find(campaignId, visitId, { consistent: true })
  const touch = body.touch ? recordTouch({ ...body.touch, visitId: visit?.visitId }) : (visit?.touch ?? {})
  return { ...about, appId: body.appId, invitedLead: invited.leadId, visit, touch }
}
