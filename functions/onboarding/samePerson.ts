import type { Lead } from '../../shared/domain/lead.ts'
import { keyedLeadId } from '../../shared/followers/keyedLead.ts'
import type { SamePerson } from '../../shared/leads/joinAll.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { eventIdOf, leadIdOf } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { seal } from '../../shared/security/sealing.ts'
import type { LeadVersions } from '../../shared/store/leadStore.ts'
import type { OnboardingDeps } from './deps.ts'

/** The lead of the visit that somebody came from, who followed without leaving a contact. */
const visitLead = async (deps: OnboardingDeps, ring: KeyRing, lead: Lead): Promise<SamePerson[]> => {
  const { campaignId, touch } = lead
  if (touch.visitId === undefined) return []
  const other = await leadNow(deps, keyedLeadId(ring, campaignId, { kind: 'visit', value: touch.visitId }))
  return other ? [{ lead: other, reason: 'same_visit' }] : []
}

/** What holds the place of the lead that a phone would be: `before` is what stands there, undefined for nothing. */
export type Place = { leadId: string; before: Lead | undefined }

/** Leads of the campaign that a verified phone shows to be one person, and the place of the phone where no lead goes on from. */
export const samePersons = async (
  deps: OnboardingDeps,
  ring: KeyRing,
  lead: Lead,
  phone: string,
): Promise<{ same: SamePerson[]; place: Place | undefined }> => {
  const leadId = leadIdOf(ring, lead.campaignId, 'phone', phone)
  const byVisit = await visitLead(deps, ring, lead)
  if (leadId === lead.leadId) return { same: byVisit, place: undefined }
  const before = await deps.leads.find(leadId)
  if (before === undefined || before.verdict.status === 'rejected') return { same: byVisit, place: { leadId, before } }
  const byPhone = before.verdict.status === 'joined' ? await leadNow(deps, before.verdict.into) : before
  const same: SamePerson[] = byPhone ? [{ lead: byPhone, reason: 'same_phone' }] : []
  return { same: [...same, ...byVisit], place: undefined }
}

/** Whoever leaves the phone again is the lead that registered with it. */
export const placeTaken = (
  ring: KeyRing,
  lead: Lead,
  { leadId, before }: Place,
  phone: string,
  at: string,
): LeadVersions => {
  const { customerId, registration, joins, follower, ...common } = before ?? lead
  const sealed = before ?? seal(ring, leadId, { phone })
  return {
    before,
    after: {
      ...common,
      leadId,
      milestones: {},
      verdict: { status: 'joined', into: lead.leadId, reason: 'same_phone' },
      wrappedKey: sealed.wrappedKey,
      sealed: sealed.sealed,
      event: {
        id: eventIdOf('lead.joined', leadId, lead.leadId, at),
        type: 'lead.joined',
        at,
        reached: [],
        other: lead.leadId,
      },
    },
  }
}
