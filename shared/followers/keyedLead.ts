import { createHash } from 'node:crypto'
import type { Campaign } from '../domain/campaign.ts'
import type { RecordedClick } from '../domain/click.ts'
import { dayOf } from '../domain/day.ts'
import type { Change, Lead, PersonalData, Visit } from '../domain/lead.ts'
import type { Milestones } from '../domain/milestone.ts'
import { dimensionsOf, hasClickId, type RecordedTouch } from '../domain/touch.ts'
import { attributedLead } from '../leads/attributedLead.ts'
import { eventIdOf, type LeadKeyKind, leadIdOf } from '../security/blindIndex.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { seal } from '../security/sealing.ts'

/** What a lead is known by that left no contact: an openid, an external user id, or the visit that it came from. */
export type LeadKey = { kind: Exclude<LeadKeyKind, 'phone'>; value: string }

/** What makes a lead without a contact: it follows, or opens a mini program. `cause` tells its first change from others. */
export type Arrival = {
  campaign: Campaign
  key: LeadKey
  touch: RecordedTouch
  /** The recorded visit that it came from: where and on which day it is counted. */
  visit: Visit | undefined
  /** Clicks that platforms told of, which the touches know. */
  clicks?: readonly RecordedClick[]
  reached: 'followed' | 'visited'
  at: string
  cause: string
  /** What is known of the person. */
  person?: PersonalData
}

const milestonesOf = ({ visit, touch, reached, at }: Arrival): Milestones => {
  if (visit) return { [reached]: at, ...(hasClickId(visit.touch) && { clicked: visit.at }), visited: visit.at }
  return { ...(reached === 'visited' && hasClickId(touch) && { clicked: at }), [reached]: at }
}

/** A visit that was recorded is counted under its own id. */
const changeOf = (leadId: string, { visit, touch, reached, at }: Arrival): Change => {
  if (reached === 'followed')
    return { id: eventIdOf('lead.followed', leadId), type: 'lead.followed', at, reached: ['followed'], arrival: true }
  const id = eventIdOf('visit.recorded', leadId)
  const tellsClick = !visit && hasClickId(touch)
  const more = { ...(tellsClick && { tellsClick }), arrival: true } as const
  return { id, type: 'visit.recorded', at, reached: visit ? [] : ['visited'], ...more }
}

/** The id of the lead that a key is in a campaign. */
export const keyedLeadId = (ring: KeyRing, campaignId: string, { kind, value }: LeadKey): string =>
  leadIdOf(ring, campaignId, kind, value)

const leadOf = (ring: KeyRing, arrival: Arrival): Lead => {
  const { campaign, key, touch, visit, at, cause, person = {} } = arrival
  const { campaignId, settings } = campaign
  const leadId = keyedLeadId(ring, campaignId, key)
  const { consent, mode, chain, timezone } = settings
  return {
    leadId,
    campaignId,
    mode,
    chain,
    timezone,
    cohortDay: visit?.cohortDay ?? dayOf(at, timezone),
    dimensions: visit?.dimensions ?? dimensionsOf(touch),
    verdict: { status: 'accepted' },
    receivedAt: at,
    cause,
    milestones: milestonesOf(arrival),
    consent: {
      version: consent.version,
      textHash: createHash('sha256').update(consent.text).digest('base64url'),
      purposes: [],
      at,
    },
    touch,
    ...seal(ring, leadId, person),
    event: changeOf(leadId, arrival),
  }
}

/** A lead that left no contact yet and agreed to nothing, and which ad it is owed to; what is known of the person is sealed. */
export const keyedLead = (ring: KeyRing, arrival: Arrival): Lead => {
  const { campaign, visit, clicks, reached, at } = arrival
  const source = reached === 'visited' ? 'mini_program' : 'landing_page'
  return attributedLead(leadOf(ring, arrival), { source, visit, clicks }, campaign.settings.attribution, at)
}
