import { describe, expect, it } from 'vitest'
import type { Admitted } from '../../shared/domain/admission.ts'
import { joinLeads, partLeads } from '../../shared/domain/join.ts'
import { type Lead, notAllowed } from '../../shared/domain/lead.ts'
import { statedOf } from '../../shared/leads/stated.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadIdOf, rejectedLead, repeatOf, sampleLead } from '../store/sampleLead.ts'

/** The evening of the 20th in UTC: the 21st in China. */
const at = '2026-11-20T20:00:00.000Z'
const admitted: Admitted = { partnerId: 'pt_agency', priceFen: 8000, at, since: '2026-11-01T08:00:00.000Z' }
const broughtBy = { partnerId: 'pt_agency' }
const own = leadIdOf(1)
const where = { at, day: '2026-11-21', campaignId: 'spring-loans' }
const accepted = (leadId: string) => ({ ...where, leadId, outcome: 'accepted', priceFen: 8000 })

const brought = sampleLead(1, { admitted })
const rejected = (changes: Partial<Lead>) => {
  const lead = rejectedLead(1, changes)
  return { ...lead, event: { ...lead.event, at, broughtBy } }
}

describe('what a lead says in the statement of its partner', () => {
  it.each<[string, Lead, object | undefined]>([
    ['that it was let in, at its price', brought, accepted(own)],
    ['nothing where nobody brought it', sampleLead(1), undefined],
    ['nothing of a test', { ...brought, mode: 'test' }, undefined],
    [
      'nothing of what it reaches later',
      { ...brought, event: { ...brought.event, type: 'lead.registered', reached: ['registered'] } },
      undefined,
    ],
    [
      'that it was a duplicate, to the partner that brought that one',
      { ...brought, event: { ...repeatOf(own, 1), at, broughtBy } },
      { ...where, leadId: own, outcome: 'duplicate' },
    ],
    [
      'why the campaign refused it',
      rejected({}),
      { ...where, leadId: own, outcome: 'rejected', reason: 'campaign_closed' },
    ],
    [
      'why the gate refused it',
      rejected({ verdict: notAllowed('daily_cap') }),
      { ...where, leadId: own, outcome: 'rejected', reason: 'daily_cap' },
    ],
  ])('%s', (_, lead, expected) => {
    const stated = statedOf(lead)
    expect(stated?.lead).toEqual(expected)
    expect(stated?.partnerId).toBe(expected && 'pt_agency')
  })
})

describe('a lead that joins another', () => {
  const about = { reason: 'same_visit' as const, at, eventId: eventIdOf('joined'), fields: [] }
  const eventIds = { survivor: eventIdOf('parted', '1'), other: eventIdOf('parted', '2') }
  const followed = sampleLead(2, { milestones: { followed: at } })
  const captured = sampleLead(2)
  const stated = (lead: Lead) => ({ id: statedOf(lead)?.id, ...statedOf(lead)?.lead })
  const parted = (joined: ReturnType<typeof joinLeads>) => {
    const [join] = joined.survivor.joins ?? []
    if (!join) throw new Error('no join')
    return partLeads(joined.survivor, joined.other, join, { at, eventIds })
  }

  it('is billed as the one that goes on, where nobody had the contact, and counted for its partner', () => {
    const joined = joinLeads(followed, brought, about)
    expect(stated(joined.other)).toEqual({ id: own, ...accepted(leadIdOf(2)) })
    expect(joined.survivor.admitted).toEqual({ ...admitted, of: own })
  })

  it('is not billed where the contact was there', () => {
    const joined = joinLeads(captured, brought, about)
    expect(stated(joined.other)).toEqual({ id: own, ...where, leadId: own, outcome: 'joined' })
    expect(joined.survivor.admitted).toBeUndefined()
  })

  it.each([
    ['nobody had the contact', followed],
    ['the contact was there', captured],
  ])('and is parted again is billed as before, where %s', (_, survivor) => {
    const apart = parted(joinLeads(survivor, brought, about))
    expect(stated(apart.other)).toEqual({ id: own, ...accepted(own) })
    expect(apart.survivor.admitted).toBeUndefined()
    expect(statedOf(apart.survivor)).toBeUndefined()
  })

  it('is one line however often the person goes on as another', () => {
    const { survivor } = joinLeads(followed, brought, about)
    const again = joinLeads(sampleLead(3, { milestones: { followed: at } }), survivor, about)
    expect(stated(again.other)).toEqual({ id: own, ...accepted(leadIdOf(3)) })
    expect(again.survivor.admitted).toEqual({ ...admitted, of: own })
  })

  it('leaves alone what the other was let in with', () => {
    const theirs = { ...admitted, partnerId: 'pt_other' }
    expect(joinLeads(sampleLead(2, { admitted: theirs }), brought, about).survivor.admitted).toEqual(theirs)
  })
})
