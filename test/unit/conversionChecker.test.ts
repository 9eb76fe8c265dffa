import { describe, expect, it } from 'vitest'
import { checkConversions } from '../faults/conversions/check.ts'
import { sortOut } from '../faults/conversions/expected.ts'
import type { Attempt, Found, Received, Row } from '../faults/conversions/found.ts'
import type { Person } from '../faults/conversions/people.ts'

const at = (seconds: number): string => new Date(Date.parse('2026-11-20T08:00:00.000Z') + seconds * 1000).toISOString()

/** Somebody who comes to the campaign of which every platform is told of one milestone. */
const PERSON: Person = {
  ...{ n: 1, campaign: 'quick', agrees: 'everywhere', does: 'nothing', when: 'soon' },
  ...{ leadId: 'ld_a', leadToken: '', clickIds: { callback: 'click', gdt_vid: 'click' } },
}

const PLATFORMS = ['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu', 'meta', 'google_ads', 'partner'] as const

/** A row that the platform accepted at once, unless changed. */
const rowAt = (platform: Row['platform'], changes: Partial<Row> = {}): Row => ({
  ...{ conversionId: `cv_${platform.replaceAll('_', '').padEnd(20, 'a')}`, leadId: 'ld_a', platform },
  ...{ campaignId: 'conversions-quick', destinationId: platform.replaceAll('_', '-'), milestone: 'captured' },
  ...{ status: 'accepted', attempts: [{ at: at(1), outcome: 'accepted' }], tries: 1 },
  ...{ createdAt: at(0), deadline: at(4 * 86_400), event: { id: `ev_${platform}`, type: 'conversion.accepted' } },
  ...changes,
})

/** What Kuaishou has: no id of ours goes along. */
const kept = (changes: Partial<Received> = {}): Received => ({
  ...{ platform: 'kuaishou', key: 'click/9', action: '9', firstAt: at(1), lastAt: at(1), offered: 1, counted: 1 },
  ...{ attributedTo: 'click', fields: { callback: 'click' }, ...changes },
})

type Change = { row?: Partial<Row>; rows?: Row[]; received?: Received[]; person?: Partial<Person>; told?: string[] }

/** All is well with every platform but Kuaishou, where something may be changed. */
const complaints = ({ row, rows, received = [kept()], person, told }: Change): string[] => {
  const others = PLATFORMS.filter((platform) => platform !== 'kuaishou').map((platform) =>
    rowAt(platform, { status: 'expired', attempts: [], tries: 0, deadline: at(0) }),
  )
  const all = [...others, ...(rows ?? [rowAt('kuaishou', row)])]
  const published = new Map(all.map(({ conversionId, event }) => [conversionId, new Set(event ? [event.id] : [])]))
  if (told) published.set(rowAt('kuaishou').conversionId, new Set(told))
  const found: Found = { rows: all, received, published, deadLetters: 0 }
  const own = checkConversions(sortOut(found, [{ ...PERSON, ...person }]), published)
  return own.map(({ what }) => what.replace('captured of ld_a at kuaishou: ', ''))
}

const tried = (...attempts: [number, string | undefined, string?][]): Partial<Row> => ({
  tries: attempts.length,
  attempts: attempts.map(
    ([seconds, outcome, reason]): Attempt => ({
      ...{ at: at(seconds) },
      ...(outcome !== undefined && { outcome }),
      ...(reason !== undefined && { reason }),
    }),
  ),
})

const closed = (status: string, reason: string, attempts: Partial<Row>): Partial<Row> => ({
  ...attempts,
  ...{ status, reason, event: { id: 'ev', type: `conversion.${status}` } },
})

const REFUSED = { status: 'refused', attempts: [], tries: 0, event: undefined } as unknown as Partial<Row>
const UNAGREED = { ...REFUSED, reason: 'consent_missing_ad_measurement' }
const HOUR_MS = 3_600_000

describe('a conversion that is well', () => {
  it.each<[string, Change]>([
    ['accepted at once', {}],
    [
      'accepted after failures that pass',
      { row: tried([0, 'retry', 'http_503'], [6, 'retry', 'http_429'], [320, 'accepted']) },
    ],
    [
      'rejected, and taken all the same',
      { row: closed('rejected', 'unanswered', tried([0, 'rejected', 'unanswered'])) },
    ],
    ['withdrawn before it was sent', { row: UNAGREED, received: [], person: { withdrawnAt: Date.parse(at(0)) } }],
  ])('%s', (_, change) => expect(complaints(change)).toEqual([]))
})

describe('a conversion that', () => {
  it.each<[string, Change, string | RegExp]>([
    ['was lost', { rows: [], received: [] }, 'it has no row'],
    ['was planned twice', { rows: [rowAt('kuaishou'), rowAt('kuaishou')] }, 'it has 2 rows'],
    ['is open', { row: { status: 'sending' } }, 'it is sending'],
    ['counts twice', { received: [kept({ counted: 2, offered: 2 })] }, 'it counts 2 times'],
    ['is not there', { received: [] }, 'it is accepted, and the platform does not have it'],
    [
      'is there and was never to leave',
      { row: { ...UNAGREED }, person: { agrees: 'nowhere' } },
      'nobody agreed to it, and it left',
    ],
    ['left though nobody agreed', { person: { agrees: 'nowhere' } }, /nobody agreed to it, and it is accepted/],
    [
      'left after consent was withdrawn',
      { received: [kept({ lastAt: at(7200) })], person: { withdrawnAt: Date.parse(at(0)) + HOUR_MS } },
      'it left after consent was withdrawn',
    ],
    [
      'is refused for nothing',
      { row: { ...REFUSED, reason: 'host_not_allowed' }, received: [] },
      'it is refused for host_not_allowed',
    ],
    [
      'was given up for what passes',
      { row: closed('rejected', 'http_503', tried([0, 'rejected', 'http_503'])), received: [] },
      'it is rejected for http_503',
    ],
    [
      'expired too early',
      { row: closed('expired', 'http_503', tried([0, 'retry', 'http_503'])), received: [] },
      'it expired too early',
    ],
    ['came too soon', { row: tried([0, 'retry', 'http_503'], [2, 'accepted']) }, 'attempt 2 came after 2 s, not 5'],
    [
      'came too late',
      { row: tried([0, 'retry', 'http_503'], [7200, 'accepted']) },
      'attempt 2 came only after 7200 s, not 5',
    ],
    ['is told by nothing', { told: [] }, 'conversion.accepted is not on the bus'],
    ['is told as two things', { told: ['ev_kuaishou', 'ev_other'] }, 'the bus was told 2 times how it ended'],
    [
      'belongs to nobody',
      { received: [kept(), kept({ fields: { callback: 'other' }, key: 'other/9' })] },
      /is of nothing/,
    ],
    [
      'was sent again after a final answer',
      { row: tried([0, 'rejected', 'code_1'], [6, 'accepted']) },
      'it was sent again after an answer that was final',
    ],
    ['is retracted by nobody', { row: { status: 'retracted' } }, 'it is retracted and nobody took it back'],
  ])('%s', (_, change, what) => {
    const expected = what instanceof RegExp ? expect.stringMatching(what) : what
    expect(complaints(change)).toContainEqual(expected)
  })
})
