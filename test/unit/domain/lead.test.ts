import { describe, expect, it } from 'vitest'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { judge, outcomeOf, type Verdict } from '../../../shared/domain/lead.ts'
import { campaignSettings } from '../../harness/samples.ts'

const ACCEPTED: Verdict = { status: 'accepted' }
const SPAM: Verdict = { status: 'rejected', reason: 'spam' }
const CLOSED: Verdict = { status: 'rejected', reason: 'campaign_closed' }

describe('judge', () => {
  const verdict = (changes: object, submission = { honeypotFilled: false, partner: undefined as string | undefined }) =>
    judge(CampaignSettings.parse(campaignSettings(changes)), submission)

  it('accepts', () => expect(verdict({})).toEqual(ACCEPTED))
  it('marks a filled trap as spam before all else', () =>
    expect(verdict({ status: 'closed' }, { honeypotFilled: true, partner: undefined })).toEqual(SPAM))
  it.each(['paused', 'closed'])('rejects when the campaign is %s', (status) =>
    expect(verdict({ status })).toEqual(CLOSED),
  )
  it('rejects a partner that the campaign does not list', () => {
    const from = { honeypotFilled: false, partner: 'pt_agency' }
    expect(verdict({}, from)).toEqual({ status: 'rejected', reason: 'partner_not_allowed' })
    expect(verdict({ partners: ['pt_agency'] }, from)).toEqual(ACCEPTED)
  })
})

it.each([
  [undefined, ACCEPTED, 'create'],
  [undefined, SPAM, 'create'],
  [ACCEPTED, ACCEPTED, 'repeat'],
  [ACCEPTED, CLOSED, 'repeat'],
  [ACCEPTED, SPAM, 'ignore'],
  [SPAM, ACCEPTED, 'accept'],
  [CLOSED, ACCEPTED, 'accept'],
  [CLOSED, SPAM, 'ignore'],
  [SPAM, CLOSED, 'ignore'],
] as const)('outcomeOf %o met by %o is %s', (before, verdict, outcome) => {
  expect(outcomeOf(before, verdict)).toBe(outcome)
})
