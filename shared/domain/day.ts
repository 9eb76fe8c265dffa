import * as z from 'zod'

/** A calendar day, YYYY-MM-DD, in the time zone of the campaign. */
export const Day = z.iso.date().meta({ id: 'Day', description: 'A calendar day in the time zone of the campaign' })
export type Day = z.infer<typeof Day>

/** An instant, ISO 8601 UTC with milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ id: 'Instant' })

export const DEFAULT_TIMEZONE = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timezone: string): Intl.DateTimeFormat => {
  const known = formats.get(timezone)
  if (known) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' })
  formats.set(timezone, format)
  return format
}

/** Of each time zone the minute that was asked for last, and its day: the clock of a time zone is put back by whole minutes. */
const lastMinutes = new Map<string, { minute: string; day: Day }>()

const MINUTE_CHARACTERS = 'YYYY-MM-DDThh:mm'.length

/** The calendar day of an instant (ISO 8601 UTC) in a time zone (IANA name). */
export const dayOf = (at: string, timezone: string): Day => {
  const minute = at.slice(0, MINUTE_CHARACTERS)
  const last = lastMinutes.get(timezone)
  if (last?.minute === minute) return last.day
  const day = formatOf(timezone).format(new Date(at))
  lastMinutes.set(timezone, { minute, day })
  return day
}

export const isTimezone = (name: string): boolean => {
  try {
    formatOf(name)
    return true
  } catch {
    return false
  }
}

/** YYYY-MM of a day. */
export const monthOf = (day: Day): string => day.slice(0, 7)

const DAY_MS = 86_400_000

/** Number of days from one day to another, both included; below 1 when `to` lies before `from`. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

const FIRST_DAY = '0000-01-01'

/** The day that lies so many days before another, or the first day that can be written. */
export const dayBefore = (day: Day, days: number): Day =>
  new Date(Math.max(Date.parse(FIRST_DAY), Date.parse(day) - days * DAY_MS)).toISOString().slice(0, 10)

/** Every month (YYYY-MM) that a span of days touches, in order. */
export const monthsBetween = (from: Day, to: Day): string[] => {
  const months: string[] = []
  const month = new Date(`${monthOf(from)}-01T00:00:00Z`)
  while (month.toISOString().slice(0, 7) <= monthOf(to)) {
    months.push(month.toISOString().slice(0, 7))
    month.setUTCMonth(month.getUTCMonth() + 1)
  }
  return months
}
