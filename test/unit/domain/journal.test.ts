import { describe, expect, it } from 'vitest'
import { countersOf, entryOf } from '../../../shared/domain/journal.ts'
import type { Change } from '../../../shared/domain/lead.ts'

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
      'event 2026-11-26 visited',
      'cohort 2026-11-24 captured',
      'event 2026-11-26 captured',
    ])
  })

  it.each([
    ['lead.repeated', 'repeated'],
    ['lead.rejected', 'rejected'],
  ] as const)('of %s counts %s only', (type, count) => {
    expect(entryOf(item({ type })).counts).toEqual([count])
  })
})
