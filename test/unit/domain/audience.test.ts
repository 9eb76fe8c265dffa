import { describe, expect, it } from 'vitest'
import { type AudienceKind, isOf, isOverturned, refusalOf } from '../../../shared/domain/audience.ts'
import type { Lead, RejectionReason } from '../../../shared/domain/lead.ts'
import { sampleLead } from '../../store/sampleLead.ts'

const AT = '2026-11-20T08:00:00.000Z'
const reached = (...milestones: (keyof Lead['milestones'])[]): Partial<Lead> => ({
  milestones: Object.fromEntries(['captured', ...milestones].map((name) => [name, AT])),
})
const lead = (changes: Partial<Lead> = {}) => sampleLead(1, changes)
const rejected = (reason: RejectionReason) => lead({ verdict: { status: 'rejected', reason } })

describe('a pack', () => {
  it.each<[AudienceKind, string, Lead, boolean]>([
    ['positive', 'granted credit', lead(reached('credited')), true],
    ['positive', 'granted and drew it', lead(reached('credited', 'disbursed')), true],
    ['positive', 'applied only', lead(reached('applied', 'preapproved')), false],
    ['positive', 'declined', lead(reached('declined')), false],
    ['negative', 'declined', lead(reached('declined')), true],
    ['negative', 'granted credit', lead(reached('credited')), false],
    ['negative', 'nothing yet', lead(), false],
  ])('of the %s has somebody who was %s: %#', (kind, _, one, isIn) => {
    expect(isOf(kind, one)).toBe(isIn)
  })

  it.each<[RejectionReason, boolean]>([
    ['spam', true],
    ['outside_region', true],
    ['phone_invalid', true],
    ['partner_not_allowed', false],
    ['campaign_closed', false],
    ['consent_missing', false],
  ])('of the negative takes a lead that was rejected for %s: %s', (reason, isInvalid) => {
    expect(isOf('negative', rejected(reason))).toBe(isInvalid)
    expect(isOf('positive', rejected(reason))).toBe(false)
  })
})

describe('what leaves', () => {
  const consent = (
    purposes: Lead['consent']['purposes'],
    recipients: Lead['consent']['recipients'],
  ): Partial<Lead> => ({
    consent: { ...lead().consent, purposes, recipients },
  })
  const named = { ad_measurement: ['tencent_ads', 'meta', '腾讯广告'], cross_border: ['meta'] }
  const agreed = consent(['contact', 'ad_measurement', 'cross_border'], named)
  const tencent = { platform: 'tencent_ads', recipient: undefined } as const
  const meta = { platform: 'meta', recipient: undefined } as const

  it('is a lead whose consent names whoever gets it, by the name that the destination has', () => {
    expect(refusalOf(lead(agreed), tencent)).toBeUndefined()
    expect(refusalOf(lead(agreed), meta)).toBeUndefined()
    expect(refusalOf(lead(agreed), { ...tencent, recipient: '腾讯广告' })).toBeUndefined()
    expect(refusalOf({ ...rejected('spam'), ...agreed } as Lead, tencent)).toBeUndefined()
  })

  it.each([
    ['test_lead', { ...agreed, mode: 'test' as const }, tencent],
    ['erased', { ...agreed, ...reached('credited', 'erased') }, tencent],
    [
      'joined',
      { ...agreed, verdict: { status: 'joined', into: lead().leadId, reason: 'same_phone' } as const },
      tencent,
    ],
    ['consent_missing_ad_measurement', consent(['contact'], named), tencent],
    ['recipient_not_named_ad_measurement', agreed, { platform: 'baidu', recipient: undefined } as const],
    ['recipient_not_named_ad_measurement', agreed, { ...tencent, recipient: 'Agency' }],
    ['consent_missing_cross_border', consent(['ad_measurement'], named), meta],
    [
      'recipient_not_named_cross_border',
      consent(['ad_measurement', 'cross_border'], { ad_measurement: ['google_ads'], cross_border: ['meta'] }),
      { platform: 'google_ads', recipient: undefined } as const,
    ],
  ])('is no lead that is left out as %s', (reason, changes, recipient) => {
    expect(refusalOf(lead(changes), recipient)).toBe(reason)
  })
})

describe('decisions', () => {
  const credited = lead(reached('credited'))
  const declined = lead(reached('declined'))
  const both = lead(reached('credited', 'declined'))
  it.each([
    ['a credit that stands', 'positive', credited, ['credited'], false],
    ['money that was drawn', 'positive', credited, ['disbursed'], false],
    ['a credit that was reversed', 'positive', credited, ['submitted'], true],
    ['a credit that became a refusal', 'positive', both, ['declined'], true],
    ['a credit beside a refusal', 'positive', both, ['declined', 'credited'], false],
    ['a refusal that stands', 'negative', declined, ['declined'], false],
    ['a refusal that was reversed', 'negative', declined, ['submitted'], true],
    ['a refusal beside a credit', 'negative', both, ['declined', 'credited'], true],
    ['milestones alone: granted', 'positive', credited, [], false],
    ['milestones alone: declined', 'negative', declined, [], false],
    ['milestones alone: both', 'negative', both, [], true],
    ['a rejected lead', 'negative', rejected('spam'), [], false],
  ] as const)('%s, for the %s pack', (_, kind, one, statuses, isOut) => {
    expect(isOverturned(kind, one, statuses)).toBe(isOut)
  })
})
