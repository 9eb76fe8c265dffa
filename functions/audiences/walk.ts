import { type Day, dayBefore } from '../../shared/domain/day.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import type { AudiencesDeps } from './deps.ts'

/** A lead's place: its day, and where it lies in the roster of that day. */
export type RosterPlace = { day: Day; place: string }

const WRITTEN = /^(\d{4}-\d\d-\d\d) (\S+)$/

export const rosterCursorOf = ({ day, place }: RosterPlace): string => cursorOf(`${day} ${place}`)

/** The place that a cursor stands for, if it is one of ours. */
export const rosterPlaceIn = (cursor: string): RosterPlace | undefined => {
  const [, day, place] = WRITTEN.exec(placeOf(cursor) ?? '') ?? []
  return day === undefined || place === undefined ? undefined : { day, place }
}

/** The days of a campaign's roster, and the place after which it goes on. */
type Span = { campaignId: string; from: Day; to: Day; after?: RosterPlace | undefined }

/** As many leads as are read in one request, and as many days as are begun at once: on most days of most campaigns nobody came. */
const PAGE = 100
const DAYS_AT_ONCE = 8

/** The leads that came to a campaign on some days, the oldest first, some at a time: whoever comes meanwhile moves no place. */
export async function* leadsOn(
  { roster }: Pick<AudiencesDeps, 'roster'>,
  { campaignId, from, to, after }: Span,
): AsyncGenerator<(RosterPlace & { leadId: string })[]> {
  const first = after?.day ?? from
  const list = (day: Day, place?: string) => roster.earliest(campaignId, day, PAGE, place)
  const dayAt = (n: number): Day => dayBefore(first, -n)
  for (let begun = 0; dayAt(begun) <= to; begun += DAYS_AT_ONCE) {
    const days = Array.from({ length: DAYS_AT_ONCE }, (_, n) => dayAt(begun + n)).filter((day) => day <= to)
    const heads = await Promise.all(days.map((day) => list(day, day === after?.day ? after.place : undefined)))
    for (const [n, day] of days.entries()) {
      for (let some = heads[n] ?? []; some.length > 0; ) {
        yield some.map((one) => ({ day, ...one }))
        some = some.length < PAGE ? [] : await list(day, some.at(-1)?.place)
      }
    }
  }
}
