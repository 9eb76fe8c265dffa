import type { Found } from './found.ts'
import type { Person } from './people.ts'
import type { OpenWeather } from './weather.ts'

const counted = <Thing>(things: readonly Thing[], nameOf: (thing: Thing) => string): string =>
  [...Map.groupBy(things, nameOf)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, { length }]) => `${length} ${name}`)
    .join(', ')

type Run = {
  people: readonly Person[]
  found: Found
  weather: OpenWeather
  kills: number
  days: number
  plannedMs: number
  closedMs: number
}

/** What happened, in numbers. */
export const summaryOf = ({ people, found, weather, kills, days, plannedMs, closedMs }: Run): string => {
  const { rows, received, deadLetters } = found
  const faults = [...weather.faults()].sort(([, a], [, b]) => b - a)
  const broken = faults.reduce((sum, [, times]) => sum + times, 0)
  const attempts = rows.reduce((sum, row) => sum + row.attempts.length, 0)
  const offered = received.reduce((sum, each) => sum + each.offered, 0)
  const perSecond = (rows.length / closedMs) * 1000
  return [
    `${rows.length} conversions of ${people.length} people: ${counted(rows, ({ status }) => status)}`,
    `${attempts} attempts; ${weather.calls()} calls, ${Math.round((100 * broken) / weather.calls())} % of them broken: ${faults.map(([kind, times]) => `${times} ${kind}`).join(', ')}`,
    `${received.length} received, ${offered - received.length} of them told again; server killed ${kills} times; ${deadLetters} dead letters`,
    `planned in ${Math.round(plannedMs / 1000)} s, closed in ${Math.round(closedMs / 1000)} s (${perSecond.toFixed(0)}/s), which were ${days.toFixed(1)} days on its clock`,
  ].join('\n')
}
