import { describe, expect, it } from 'vitest'
import { countersOf, entryOf, JournalEntry } from '../../../shared/domain/journal.ts'
import type { Change } from '../../../shared/domain/lead.ts'
import type { Milestones } from '../../../shared/domain/milestone.ts'

const dimensions = { platform: 'meta', account: '-', ad: '-', creative: '-', partner: '-' }
const item = (event: Partial<Change>) => ({
  campaignId: 'spring',
  mode: 'live' as const,
  timezone: 'Asia/Shanghai',
  cohortDay: '2026-11-24',
  dimensions,
  event: { id: 'ev_a', type: 'lead.captured' as const, at: '2026-11-25T16:00:00.000Z', reached: [], ...event },
})

describe('an entry', () => {
  it('counts each milestone by cohort day and by event day', () => {
    const counters = countersOf(entryOf(item({ reached: ['visited', 'captured'] })))
    expect(counters.map(({ basis, day, count }) => `${basis} ${day} ${count}`)).toEqual([
      'cohort 2026-11-24 visited',
      'cohort 2026-11-24 captured',
      'event 2026-11-26 visited',
      'event 2026-11-26 captured',
    ])
    expect(new Set(counters.map(({ by }) => by))).toEqual(new Set([1]))
  })

  it('adds amounts up, and decisions by how long after their application they came', () => {
    const entry = { ...entryOf(item({})), counts: ['credited'], amounts: { limitFen: 500 }, appliedDay: '2026-11-20' }
    const counters = countersOf(JournalEntry.parse(entry))
    expect(counters.map(({ basis, day, count, by }) => `${basis} ${day} ${count} ${by}`)).toEqual([
      'cohort 2026-11-24 credited 1',
      'cohort 2026-11-24 limitFen 500',
      'event 2026-11-26 credited 1',
      'event 2026-11-26 limitFen 500',
      'applied 2026-11-20 credited_after_6 1',
    ])
  })

  const at = '2026-11-20T04:00:00.000Z'
  const credited = { type: 'application.credited', reached: ['credited'], amounts: { limitFen: 500 } } as const
  const entryAfter = (milestones: Milestones) =>
    entryOf({ ...item({ ...credited, reached: [...credited.reached] }), milestones })

  it('carries the amounts of its change, and of a decision the day of the application', () => {
    const entry = entryAfter({ applied: at, credited: at })
    expect(entry).toMatchObject({ counts: ['credited'], amounts: { limitFen: 500 }, appliedDay: '2026-11-20' })
    expect(JournalEntry.parse(entry)).toEqual(entry)
  })

  it('decides about an application once: a reversed decision counts, but took no time', () => {
    expect(entryAfter({ applied: at, declined: at, credited: at }).appliedDay).toBeUndefined()
    expect(entryAfter({ credited: at }).appliedDay).toBeUndefined()
    const disbursed = item({ type: 'application.disbursed', reached: ['disbursed'] })
    expect(entryOf({ ...disbursed, milestones: { applied: at, credited: at } }).appliedDay).toBeUndefined()
  })

  it.each([
    ['lead.repeated', 'repeated'],
    ['lead.rejected', 'rejected'],
  ] as const)('of %s counts %s only', (type, count) => {
    expect(entryOf(item({ type })).counts).toEqual([count])
  })
})
