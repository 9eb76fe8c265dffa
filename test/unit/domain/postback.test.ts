import { describe, expect, it } from 'vitest'
import type { Lead } from '../../../shared/domain/lead.ts'
import { judgeReport, type Postback } from '../../../shared/domain/postback.ts'
import { NO_DIMENSIONS } from '../../../shared/domain/touch.ts'
import { sampleLead } from '../../store/sampleLead.ts'

const RECEIVED = Date.parse('2026-11-20T08:00:00.000Z')
const DAY_MS = 86_400_000
const now = new Date(RECEIVED + 40 * DAY_MS)
const later = (ms: number): string => new Date(RECEIVED + ms).toISOString()

const lead = (changes: Partial<Lead> = {}): Lead =>
  sampleLead(1, { dimensions: { ...NO_DIMENSIONS, partner: 'pt_media' }, ...changes })

const judge = (said: Partial<Postback>, of = lead(), partnerId = 'pt_media') =>
  judgeReport(of, { event: 'registered', at: later(DAY_MS), ...said }, { partnerId, clickWindowDays: 30, now })

describe('a report of a partner', () => {
  it.each<[string, Partial<Postback>, string]>([
    ['in the window', {}, 'accepted'],
    ['at the end of the window', { at: later(30 * DAY_MS) }, 'accepted'],
    ['after the window', { at: later(30 * DAY_MS + 1) }, 'too_late'],
    ['without a time, that comes after the window', { at: undefined }, 'too_late'],
    ['a clock’s skew before the lead', { at: later(-300_000) }, 'accepted'],
    ['before the lead', { at: later(-300_001) }, 'impossible'],
    ['of the future', { at: new Date(now.getTime() + 300_001).toISOString() }, 'impossible'],
    ['of a click', { event: 'clicked' }, 'impossible'],
    ['of a capture', { event: 'captured' }, 'impossible'],
    ['of an erasure', { event: 'erased' }, 'impossible'],
    ['of money that was drawn', { event: 'disbursed', amountFen: 1 }, 'accepted'],
    ['of money with a registration', { amountFen: 1 }, 'impossible'],
  ])('%s is judged', (_, said, verdict) => {
    expect(judge(said)).toBe(verdict)
  })

  it('about a lead that was not accepted is impossible', () => {
    const rejected = lead({ verdict: { status: 'rejected', reason: 'campaign_closed' } })
    expect(judge({}, rejected)).toBe('impossible')
  })

  it('about a lead of another partner, or of none, is not theirs, whatever else is wrong with it', () => {
    expect(judge({ event: 'clicked' }, lead(), 'pt_other')).toBe('not_their_lead')
    expect(judge({}, lead({ dimensions: NO_DIMENSIONS }))).toBe('not_their_lead')
  })
})
