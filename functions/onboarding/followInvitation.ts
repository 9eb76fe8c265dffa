import type { Context } from 'hono'
import type * as z from 'zod'
import type {
  createFollowInvitation,
  createVisitInvitation,
  InvitationRequest,
} from '../../shared/contract/following.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { isSpam } from '../../shared/domain/lead.ts'
import { type HttpEnv, sourceAddressOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { liveCampaign } from '../../shared/runtime/publicCampaign.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { OnboardingDeps } from './deps.ts'
import { followFriend } from './followFriend.ts'
import { type Allow, invite } from './invite.ts'
import { campaignOf, ownLead } from './ownLead.ts'

type Body = z.output<typeof InvitationRequest>

/** How many new invitations visitors of an address get. */
const OF_ADDRESS = { most: 30, seconds: 3600 }

const always: Allow = (work) => work()

/** A bot costs no call: it is told what anybody is told when a platform is down. */
const never: Allow = async () => {
  throw new Problem('provider_unavailable', 'Nothing was changed: send it again in 60 seconds.', {
    headers: { 'retry-after': '60' },
  })
}

export const handleCreateFollowInvitation =
  (deps: OnboardingDeps) =>
  async ({
    params,
    body: { kind },
    principal,
  }: Input<{ leadId: string }, undefined, Body>): Promise<Answer<(typeof createFollowInvitation)['success']>> => {
    const lead = await ownLead(deps, params.leadId, principal)
    const { leadId, campaignId, verdict } = lead
    const campaign = await campaignOf(deps, lead)
    const asked = { campaign, kind, invited: { leadId } }
    if (kind === 'wecom') await followFriend(deps, lead, campaign)
    const invitation = await invite(deps, asked, isSpam(verdict) ? never : always)
    note({ campaignId, leadId, outcome: kind })
    return { status: 201, body: invitation }
  }

const tooMany = (seconds: number): Problem =>
  new Problem('too_many_invitations', `Ask for another invitation in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  })

/** Lets an address have so many new invitations an hour; one that could not be made does not count. */
const withinLimit =
  ({ limits }: OnboardingDeps, address: string, at: Date): Allow =>
  async (work) => {
    const wait = await limits.take(address, OF_ADDRESS, at)
    if (wait !== undefined) throw tooMany(wait)
    try {
      return await work()
    } catch (error) {
      await limits.giveBack(address, OF_ADDRESS, at)
      throw error
    }
  }

export const handleCreateVisitInvitation =
  (deps: OnboardingDeps) =>
  async (
    { params, body: { kind } }: Input<{ campaignId: string; visitId: string }, undefined, Body>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof createVisitInvitation)['success']>> => {
    const campaign = liveCampaign(c, 'visitors are invited')
    const { campaignId } = campaign
    const { visitId } = params
    if (!(await deps.visits.find(campaignId, visitId, { consistent: true })))
      throw new Problem('visit_not_found', 'Record the visit first, and send its id.')
    const address = blindIndex(await deps.ring(), 'invitations-of', sourceAddressOf(c)).toString('base64url')
    const asked = { campaign, kind, invited: { visitId } }
    const invitation = await invite(deps, asked, withinLimit(deps, address, deps.now()))
    note({ campaignId, outcome: kind })
    return { status: 201, body: invitation }
  }
