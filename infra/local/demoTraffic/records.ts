import { newLead } from '../../../shared/capture/newLead.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { dayOf } from '../../../shared/domain/day.ts'
import { entryOf } from '../../../shared/domain/journal.ts'
import type { Change, Lead, Verdict, Visit } from '../../../shared/domain/lead.ts'
import { dimensionsOf, hasClickId, type RecordedTouch, recordTouch } from '../../../shared/domain/touch.ts'
import { journaledOf } from '../../../shared/leads/journaled.ts'
import { eventIdOf, visitEventIdOf } from '../../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../../shared/security/keyRing.ts'
import type { Journaled } from '../../../shared/store/journalStore.ts'
import { leadKey } from '../../../shared/store/keys.ts'
import { newClickId } from '../simulators/ads/clickIds.ts'
import type { Chance } from './chance.ts'
import { journeyOf, type Reached } from './journey.ts'
import type { Person, Visitor } from './people.ts'
import { submissionOf } from './submission.ts'

const PAGE = 'https://loan.bank.example/apply'

const HOUR_MS = 3_600_000
const REPEATED_SHARE = 0.07
const SPAM_SHARE = 0.025
const FOREIGN_PARTNER_SHARE = 0.015
const TEST_SHARE = 0.015

/** What the table is told about somebody: the visit, the lead, and the entries of both. */
export type Records = { visit: Visit; lead: Lead; journaled: Journaled[] }

const touchOf = ({ ad, creative, visitId, at }: Visitor, partner?: string): RecordedTouch => {
  const query = new URLSearchParams({
    ...(ad.clickId && { [ad.clickId]: newClickId('demo-', new Date(at), visitId) }),
    ...(ad.source && { utm_source: ad.source }),
    utm_campaign: ad.ad,
    utm_content: creative,
    ...(partner && { partner }),
  })
  return recordTouch({ url: `${PAGE}?${query}`, visitId })
}

/** The visit that the page would have recorded. */
const visitOf = ({ campaignId, settings }: Campaign, visitor: Visitor, mode = settings.mode): Visit => {
  const { visitId } = visitor
  const touch = touchOf(visitor)
  const at = new Date(visitor.at).toISOString()
  const { timezone } = settings
  return {
    visitId,
    campaignId,
    mode,
    timezone,
    cohortDay: dayOf(at, timezone),
    dimensions: dimensionsOf(touch),
    at,
    touch,
    event: {
      id: visitEventIdOf(campaignId, visitId),
      type: 'visit.recorded',
      at,
      reached: ['visited'],
      ...(hasClickId(touch) && { tellsClick: true }),
    },
  }
}

const verdictOf = (chance: Chance): Verdict => {
  const drawn = chance.next()
  if (drawn < SPAM_SHARE) return { status: 'rejected', reason: 'spam' }
  if (drawn < SPAM_SHARE + FOREIGN_PARTNER_SHARE) return { status: 'rejected', reason: 'partner_not_allowed' }
  return { status: 'accepted' }
}

/** What was reached later, as the entry that counts it. */
const laterEntry = (lead: Lead, { type, milestone, at, amounts, appliedDay }: Reached): Journaled => {
  const { leadId, campaignId, mode, timezone, cohortDay, dimensions } = lead
  const where = { campaignId, mode, eventDay: dayOf(at, timezone), cohortDay, dimensions }
  const more = { ...(amounts && { amounts }), ...(appliedDay && { appliedDay }) }
  const entry = { eventId: eventIdOf(type, leadId), type, at, ...where, counts: [milestone], ...more }
  return { pk: leadKey(leadId).pk, entry, leadId }
}

/** Some leave the contact once more days later. */
const repeatsOf = (lead: Lead, touch: RecordedTouch, until: number, chance: Chance): Journaled[] => {
  const at = Date.parse(lead.receivedAt) + Math.floor(chance.wait(60) * HOUR_MS)
  if (!chance.happens(REPEATED_SHARE) || at > until) return []
  const id = eventIdOf('lead.repeated', lead.leadId, `${lead.cause}-again`)
  const event: Change = { id, type: 'lead.repeated', at: new Date(at).toISOString(), reached: [], touch }
  return [{ pk: leadKey(lead.leadId).pk, entry: entryOf({ ...lead, event }, { touch }), leadId: lead.leadId }]
}

const leadOf = (ring: KeyRing, campaign: Campaign, person: Person, at: number): { lead: Lead; visit: Visit } => {
  const { chance, visitor, n } = person
  const mode = chance.happens(TEST_SHARE) ? 'test' : campaign.settings.mode
  const verdict = verdictOf(chance)
  const isForeign = verdict.status === 'rejected' && verdict.reason === 'partner_not_allowed'
  const visit = visitOf(campaign, visitor, mode)
  const left = submissionOf(person, campaign.settings)
  const lead = newLead(ring, {
    campaign: { ...campaign, settings: { ...campaign.settings, mode } },
    key: { kind: 'phone', value: left.contact.phone },
    left,
    touch: touchOf(visitor, isForeign ? 'pt_unknown' : undefined),
    visit,
    verdict,
    requestId: visitor.visitId,
    sourceAddress: `203.0.113.${n % 250}`,
    at: new Date(at).toISOString(),
  })
  return { lead, visit }
}

/** Somebody's lead as it stands at an instant, and the entries of how it came there. */
export const recordsOf = (ring: KeyRing, campaign: Campaign, person: Person, until: number): Records => {
  const { chance, visitor } = person
  const capturedAt = Math.min(until, visitor.at + Math.floor(chance.between(20_000, 400_000)))
  const { lead, visit } = leadOf(ring, campaign, person, capturedAt)
  const first = [...journaledOf(visit), ...journaledOf(lead)]
  if (lead.verdict.status === 'rejected') return { visit, lead, journaled: first }
  const { chain, timezone } = lead
  const all = journeyOf({ chain, timezone, quality: visitor.ad.quality, capturedAt }, chance)
  const reached = all.filter(({ at }) => Date.parse(at) <= until)
  const milestones = { ...lead.milestones, ...Object.fromEntries(reached.map(({ milestone, at }) => [milestone, at])) }
  const later = reached.map((one) => laterEntry(lead, one))
  const repeats = repeatsOf(lead, lead.touch, until, chance)
  return { visit, lead: { ...lead, milestones }, journaled: [...first, ...later, ...repeats] }
}

/** A visit that came to nothing. */
export const visitRecordsOf = (campaign: Campaign, visitor: Visitor): Omit<Records, 'lead'> => {
  const visit = visitOf(campaign, visitor)
  return { visit, journaled: journaledOf(visit) }
}
