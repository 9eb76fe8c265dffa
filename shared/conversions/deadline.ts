import { deadlineOf } from '../domain/conversionSchedule.ts'
import { clickOf } from '../domain/creditedClick.ts'
import type { Destination } from '../domain/destination.ts'
import type { Lead } from '../domain/lead.ts'
import { windowOf } from '../platforms/conversions/adapters.ts'

/** When a destination no longer takes what a lead reached at a time. */
export const deadlineFor = (lead: Lead, { platform, settings }: Destination, at: string): string => {
  const { days, from } = windowOf(platform)
  return deadlineOf({ at, click: clickOf(lead) }, { days: settings.windowDays ?? days, from }).toISOString()
}
