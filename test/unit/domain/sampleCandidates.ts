import fc from 'fast-check'
import type { AttributionRules } from '../../../shared/domain/attributionRules.ts'
import { CANDIDATE_SOURCES, type Candidate } from '../../../shared/domain/candidate.ts'
import { NO_DIMENSIONS } from '../../../shared/domain/touch.ts'

/** The moment at which leads are attributed in tests. */
export const AT = '2026-11-26T08:00:00.000Z'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** So many milliseconds before that moment. */
export const before = (ms: number): string => new Date(Date.parse(AT) - ms).toISOString()

/** A click on an ad of Tencent's, so many milliseconds before. */
export const click = (ad: string, ms: number, more: Partial<Candidate> = {}): Candidate => ({
  at: before(ms),
  source: 'landing_page',
  kind: 'click',
  clickIds: {},
  dimensions: { ...NO_DIMENSIONS, platform: 'tencent_ads', ad },
  ...more,
})

/** A view of an ad of Tencent's, so many milliseconds before. */
export const view = (ad: string, ms: number, more: Partial<Candidate> = {}): Candidate =>
  click(ad, ms, { kind: 'view', source: 'click_monitor', ...more })

/** Any rules. */
export const anyRules: fc.Arbitrary<AttributionRules> = fc.record({
  model: fc.constantFrom('last_click', 'first_click', 'position_based'),
  clickWindowDays: fc.integer({ min: 1, max: 90 }),
  viewWindowHours: fc.integer({ min: 0, max: 168 }),
})

const fewIds = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })

/** Any candidate among few ads and ids, from 100 days before until ten minutes after, often at a moment that others have too. */
const anyCandidate: fc.Arbitrary<Candidate> = fc
  .record({
    minutes: fc.oneof(fc.integer({ min: -10, max: 144_000 }), fc.constantFrom(-6, -5, 0, 60, 43_200)),
    source: fc.constantFrom(...CANDIDATE_SOURCES),
    kind: fc.constantFrom<Candidate['kind']>('click', 'click', 'view'),
    click_id: fewIds,
    gdt_vid: fewIds,
    joinId: fewIds,
    platform: fc.constantFrom('-', 'tencent_ads', 'baidu'),
    ad: fc.constantFrom('-', '1', '2'),
    creative: fc.constantFrom('-', 'x'),
    partner: fc.constantFrom('-', '-', 'pt_a'),
  })
  .map(({ minutes, source, kind, click_id, gdt_vid, joinId, ...dimensions }) => ({
    at: before(minutes * MINUTE_MS),
    source,
    kind,
    clickIds: { ...(click_id && { click_id }), ...(gdt_vid && { gdt_vid }) },
    ...(joinId && { joinId }),
    dimensions: { ...NO_DIMENSIONS, ...dimensions },
  }))

/** Any candidates, sometimes more than a receipt keeps. */
export const anyCandidates = fc.oneof(
  fc.array(anyCandidate, { maxLength: 12 }),
  fc.array(
    anyCandidate.map((one) => ({ ...one, clickIds: {}, joinId: undefined })),
    { minLength: 15, maxLength: 40 },
  ),
)
