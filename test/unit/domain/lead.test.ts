import { describe, expect, it } from 'vitest'
import { CampaignSettings } from '../../../shared/domain/campaign.ts'
import { judge, outcomeOf, type Verdict } from '../../../shared/domain/lead.ts'
import { campaignSettings } from '../../harness/samples.ts'

const ACCEPTED: Verdict = { status: 'accepted' }
const SPAM: Verdict = { status: 'rejected', reason: 'spam' }
const CLOSED: Verdict = { status: 'rejected', reason: 'campaign_closed' }

describe('judge', () => {
  const verdict = (changes: object, honeypotFilled = false) =>
    judge(CampaignSettings.parse(campaignSettings(changes)), { honeypotFilled })

  it('accepts', () => expect(verdict({})).toEqual(ACCEPTED))
  it('marks a filled trap as spam before all else', () => expect(verdict({ status: 'closed' }, true)).toEqual(SPAM))
  it.each(['paused', 'closed'])('rejects when the campaign is %s', (status) =>
    expect(verdict({ status })).toEqual(CLOSED),
  )
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
