import { Problem } from '../../shared/contract/problem.ts'
import type { Change, Lead } from '../../shared/domain/lead.ts'
import { clicksOn } from '../../shared/domain/origins.ts'
import type { RecordedTouch } from '../../shared/domain/touch.ts'
import { keyedLead, keyedLeadId, type LeadKey } from '../../shared/followers/keyedLead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadKey } from '../../shared/store/keys.ts'
import type { OnboardingDeps } from './deps.ts'
import type { Opening } from './opening.ts'

const ROUNDS = 5

const keyOf = ({ appId, person }: Opening): LeadKey => ({ kind: 'openid', value: `${appId}/${person.openid}` })

const acceptedLead = async (deps: OnboardingDeps, campaignId: string, leadId: string): Promise<Lead | undefined> => {
  const lead = await leadNow(deps, leadId)
  return lead?.campaignId === campaignId && lead.verdict.status === 'accepted' ? lead : undefined
}

/** Whom the mini program was opened for, else who the person was before. */
const knownLead = async (deps: OnboardingDeps, opening: Opening): Promise<Lead | undefined> => {
  const { campaign, invitedLead } = opening
  const { campaignId } = campaign
  const invited = invitedLead === undefined ? undefined : await acceptedLead(deps, campaignId, invitedLead)
  return invited ?? acceptedLead(deps, campaignId, keyedLeadId(await deps.ring(), campaignId, keyOf(opening)))
}

/** Makes the lead that the person is; undefined when another request did. */
const newLead = async (deps: OnboardingDeps, opening: Opening): Promise<Lead | undefined> => {
  const { appId, person, campaign, touch, visit, at, cause } = opening
  const known = { wechat: { appId, ...person } }
  const { clicks } = await deps.visits.trace(campaign.campaignId, { clicks: clicksOn([touch, visit?.touch]) })
  const about = { campaign, key: keyOf(opening), touch, visit, clicks, at, cause }
  const arrival = { ...about, reached: 'visited' as const, person: known }
  const lead = keyedLead(await deps.ring(), arrival)
  return (await deps.leads.save({ step: 'create', lead }, {})) === undefined ? lead : undefined
}

/** A lead that followed before it opened anything reaches `visited`; undefined when the lead was changed by others. */
const visited = async ({ leads }: OnboardingDeps, lead: Lead, at: string): Promise<Lead | undefined> => {
  if (lead.milestones.visited !== undefined) return lead
  const eventId = eventIdOf('visit.recorded', lead.leadId)
  const stood = await leads.reach(lead, { milestone: 'visited', eventId, at })
  return stood === undefined ? { ...lead, milestones: { ...lead.milestones, visited: at } } : undefined
}

const adsOf = ({ clickIds = {} }: RecordedTouch): string[] =>
  Object.entries(clickIds).map(([name, value]) => `${name}=${value}`)

/** The repeat that an opening by another ad is; undefined for an ad that the lead came by before. */
const repeatOf = async ({ journal }: OnboardingDeps, lead: Lead, opening: Opening): Promise<Change | undefined> => {
  const { touch, at } = opening
  const { leadId } = lead
  const ads = adsOf(touch)
  const seen = [lead.touch, lead.firstTouch ?? {}].flatMap(adsOf)
  if (ads.every((ad) => seen.includes(ad))) return undefined
  const id = eventIdOf('lead.repeated', leadId, 'opened', ...ads)
  if (lead.event.id === id || (await journal.has(leadKey(leadId).pk, id))) return undefined
  return { id, type: 'lead.repeated', at, reached: [], touch }
}

/** Counts an opening by another ad as a repeat; undefined when the lead was changed by others. */
const repeated = async (deps: OnboardingDeps, lead: Lead, opening: Opening): Promise<Lead | undefined> => {
  const event = await repeatOf(deps, lead, opening)
  if (!event) return lead
  const stood = await deps.leads.save({ step: 'repeat', leadId: lead.leadId, event }, {})
  return stood === undefined ? lead : undefined
}

/** The lead that opened the mini program, made when there was none. What is found in its place is taken as it is then. */
export const openedLead = async (deps: OnboardingDeps, opening: Opening): Promise<Lead> => {
  for (let round = 0; round < ROUNDS; round++) {
    const known = await knownLead(deps, opening)
    const here = known ? await visited(deps, known, opening.at) : await newLead(deps, opening)
    const lead = known && here ? await repeated(deps, here, opening) : here
    if (lead) return lead
  }
  throw new Problem('store_unavailable', 'The lead is being changed by others: sign in again.', {
    headers: { 'retry-after': '1' },
  })
}
