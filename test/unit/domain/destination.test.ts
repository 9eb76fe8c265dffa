import { describe, expect, it } from 'vitest'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { givenConsent } from '../../../shared/domain/consent.ts'
import { clickOf, creditedTouch } from '../../../shared/domain/creditedClick.ts'
import { Destination, recipientOf } from '../../../shared/domain/destination.ts'
import { nearestFirst } from '../../../shared/store/nearestFirst.ts'
import { campaignSettings } from '../../harness/samples.ts'
import { sampleLead } from '../../store/sampleLead.ts'

const good = { id: 'meta', platform: 'meta', connection: 'main', conversions: { captured: { action: 'Lead' } } }

describe('a destination', () => {
  it('is enabled, shares nothing and takes no tests unless it says so', () => {
    expect(Destination.parse(good)).toMatchObject({ enabled: true, shares: [], testLeads: false, settings: {} })
    expect(recipientOf(Destination.parse(good))).toBe('meta')
    expect(recipientOf(Destination.parse({ ...good, recipient: 'Meta Platforms' }))).toBe('Meta Platforms')
  })

  it.each([
    { ...good, platform: 'another' },
    { ...good, settings: { windowDays: 0 } },
    { ...good, settings: { unknown: true } },
    { ...good, shares: ['name'] },
    { ...good, conversions: { captured: { action: '' } } },
    { ...good, conversions: { captured: { action: 'Lead', retracts: 'visited' } } },
    { ...good, conversions: { unknown: { action: 'Lead' } } },
  ])('is refused as %j', (destination) => {
    expect(Destination.safeParse(destination).success).toBe(false)
  })

  it('has an id of its own in its campaign', () => {
    const settings = { ...campaignSettings(), destinations: [good, good] }
    expect(CampaignSettings.safeParse(settings).error?.issues).toMatchObject([{ path: ['destinations'] }])
  })
})

describe('a consent', () => {
  const terms = CampaignSettings.parse(
    campaignSettings({
      consent: {
        version: '1',
        text: 'text',
        purposes: [
          { id: 'contact', required: true },
          { id: 'ad_measurement', required: false, recipients: ['meta', 'Agency'] },
          { id: 'cross_border', required: false, recipients: ['meta'] },
        ],
      },
    }),
  ).consent

  it('keeps whom the text named, for what was agreed to and nothing else', () => {
    const given = givenConsent(terms).parse({ version: '1', purposes: ['contact', 'ad_measurement'] })
    expect(given).toEqual({
      version: '1',
      purposes: ['contact', 'ad_measurement'],
      recipients: { ad_measurement: ['meta', 'Agency'] },
    })
    expect(givenConsent(terms).parse({ version: '1', purposes: ['contact'] })).not.toHaveProperty('recipients')
  })
})

describe('the click that a lead is owed to', () => {
  const direct = { url: 'https://loan.bank.example/' }
  const clicked = { url: 'https://loan.bank.example/spring', clickIds: { gdt_vid: 'a' } }

  it('is that of the last touch with a click id, at the time of the click', () => {
    const lead = sampleLead(1, { touch: direct, firstTouch: clicked })
    expect(creditedTouch(lead)).toBe(clicked)
    expect(clickOf(lead)).toEqual({ at: lead.milestones.visited, ids: { gdt_vid: 'a' } })
    const at = '2026-11-19T08:00:00.000Z'
    expect(clickOf({ ...lead, milestones: { ...lead.milestones, clicked: at } })?.at).toBe(at)
  })

  it('is none where no touch has a click id', () => {
    expect(clickOf(sampleLead(1, { touch: direct }))).toBeUndefined()
    expect(creditedTouch(sampleLead(1, { touch: direct }))).toBe(direct)
  })
})

describe('what comes first', () => {
  it('of very many things is kept, in order, whatever the order in which they come', () => {
    const nearest = nearestFirst(3, (thing: string) => thing)
    const things = Array.from({ length: 1000 }, (_, n) => String((n * 7919) % 1000).padStart(4, '0'))
    for (const thing of things) nearest.add([thing])
    expect(nearest.all()).toEqual(['0000', '0001', '0002'])
  })
})
