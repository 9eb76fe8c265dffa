import { describe, expect, it } from 'vitest'
import type { Admitted } from '../../../shared/domain/admission.ts'
import { entryOf, JournalEntry } from '../../../shared/domain/journal.ts'
import type { Lead } from '../../../shared/domain/lead.ts'
import { qualityOf } from '../../../shared/domain/partnerCounts.ts'
import { creditedLead, leadIdOf, repeatOf, sampleLead } from '../../store/sampleLead.ts'

const since = '2026-11-01T08:00:00.000Z'
const at = '2026-11-20T08:00:00.000Z'
const admitted: Admitted = { partnerId: 'pt_agency', priceFen: 8000, at, since }
const mine = { partnerId: 'pt_agency', since }

const repeat = repeatOf(leadIdOf(1), 1)
const decided = creditedLead(1, { admitted })

describe('what a change says about a partner', () => {
  it.each<[string, Lead, object | undefined]>([
    ['a lead that it brought', sampleLead(1, { admitted }), { ...mine, count: 'accepted' }],
    ['a lead that nobody brought', sampleLead(1), undefined],
    ['a test', sampleLead(1, { admitted, mode: 'test' }), undefined],
    [
      'a duplicate that it brought, whose lead is another partner’s',
      sampleLead(1, { admitted: { ...admitted, partnerId: 'pt_other' }, event: { ...repeat, broughtBy: mine } }),
      { ...mine, count: 'duplicates' },
    ],
    ['a duplicate that nobody brought', sampleLead(1, { admitted, event: repeat }), undefined],
    [
      'a duplicate that it brought while it was refused',
      sampleLead(1, { event: { ...repeat, broughtBy: { partnerId: 'pt_agency' } } }),
      undefined,
    ],
    ['a decision about its lead', decided, { ...mine, count: 'credited' }],
    ['a decision after another one', { ...decided, milestones: { ...decided.milestones, declined: at } }, undefined],
  ])('%s', (_, lead, expected) => {
    const entry = entryOf(lead)
    expect(entry.partner).toEqual(expected)
    expect(JournalEntry.parse(entry)).toEqual(entry)
  })
})

it('is judged by duplicates among leads and refusals among decisions, by day', () => {
  const day = '2026-11-20'
  expect(qualityOf([{ day, accepted: 7, duplicates: 3, credited: 2, declined: 4 }])).toEqual({
    duplicates: [{ day, samples: 10, bad: 3 }],
    refusals: [{ day, samples: 6, bad: 4 }],
  })
})
