import type { Context } from 'hono'
import type * as z from 'zod'
import type { SessionRequest, startMiniProgramSession } from '../../shared/contract/following.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { withOpening } from '../../shared/domain/follower.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { nextMilestones, shownToVisitor } from '../../shared/domain/milestone.ts'
import { changeFollower } from '../../shared/followers/keptFollower.ts'
import type { WechatPerson } from '../../shared/providers/loginReader.ts'
import { type HttpEnv, requestIdOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { asking } from '../../shared/runtime/providerProblem.ts'
import { liveCampaign } from '../../shared/runtime/publicCampaign.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import type { OnboardingDeps } from './deps.ts'
import { miniProgramProblem } from './miniProgramProblem.ts'
import { openedLead } from './openedLead.ts'
import { type Opening, openingOf } from './opening.ts'
import { codeExpired } from './phoneProof.ts'
import { connectionFor } from './registrationWay.ts'

type Body = z.output<typeof SessionRequest>

const personOf = async (deps: OnboardingDeps, campaign: Campaign, { appId, code }: Body): Promise<WechatPerson> => {
  const connection = connectionFor(campaign, 'wechat')
  const reading = await asking(
    async () => (await deps.loginReader(connection, appId)).read(code),
    (failure) => miniProgramProblem(connection, failure),
  )
  if (reading.status === 'bad_code') throw codeExpired()
  return reading.person
}

/** Messages of the mini program name the person by the openid: it is known from now on which lead that is. */
const keepOpening = (deps: OnboardingDeps, { appId, person, at }: Opening, lead: Lead) =>
  changeFollower(deps, { kind: 'wechat_mini_program', id: appId }, { follower: person.openid }, async (before) => ({
    next: withOpening(before, lead, at),
    outcome: 'opened',
  }))

export const handleStartMiniProgramSession =
  (deps: OnboardingDeps) =>
  async (
    { body }: Input<{ campaignId: string }, undefined, Body>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof startMiniProgramSession)['success']>> => {
    const campaign = liveCampaign(c, 'the mini program is open')
    const person = await personOf(deps, campaign, body)
    const at = deps.now().toISOString()
    const opening = await openingOf(deps, { campaign, person, body, at, cause: requestIdOf(c) })
    const lead = await openedLead(deps, opening)
    await keepOpening(deps, opening, lead)
    const { leadId, chain, milestones: reached } = lead
    note({ campaignId: campaign.campaignId, leadId, outcome: 'opened' })
    const milestones = shownToVisitor(reached)
    const leadToken = signLeadToken(await deps.ring(), leadId, at)
    return { status: 201, body: { leadId, leadToken, milestones, next: nextMilestones(chain, milestones) } }
  }
