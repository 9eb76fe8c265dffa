import { conversionIdParts } from '../domain/conversion.ts'
import type { Conversion } from '../domain/conversionRow.ts'
import type { Destination } from '../domain/destination.ts'
import type { Lead } from '../domain/lead.ts'
import type { Milestone } from '../domain/milestone.ts'
import { conversionIdOf } from '../security/blindIndex.ts'
import { deadlineFor } from './deadline.ts'
import { closed, parked } from './steps.ts'

/** The one conversion that a milestone of a lead is at a destination. */
export const reportIdOf = (leadId: string, milestone: Milestone, { id }: Destination): string =>
  conversionIdOf(conversionIdParts({ leadId, milestone, destinationId: id }))

/** A milestone that a lead reached at a time, as a destination is told. */
export type Reported = {
  lead: Lead
  destination: Destination
  milestone: Milestone
  action: string
  at: string
  valueFen?: number | undefined
}

/** What every row begins with. */
const fresh = (now: Date, nextAt: Date) => {
  const at = now.toISOString()
  const times = { createdAt: at, updatedAt: at, nextAt: nextAt.toISOString() }
  return { status: 'planned' as const, attempts: [], tries: 0, ...times, version: 1 }
}

/** A row at its beginning: parked where the destination is disabled, expired where it comes too late. */
const settled = (row: Conversion, { enabled }: Destination, now: Date): Conversion => {
  if (row.deadline <= now.toISOString()) return closed(row, now, 'expired', 'window_closed')
  return enabled ? row : parked(row, now)
}

/** The row of a milestone that a lead reached. */
export const newRow = ({ lead, destination, milestone, action, at, valueFen }: Reported, now: Date): Conversion => {
  const { leadId, campaignId, mode } = lead
  const row: Conversion = {
    conversionId: reportIdOf(leadId, milestone, destination),
    leadId,
    campaignId,
    mode,
    destinationId: destination.id,
    platform: destination.platform,
    milestone,
    action,
    at,
    ...(valueFen !== undefined && { valueFen }),
    deadline: deadlineFor(lead, destination, at),
    ...fresh(now, now),
  }
  return settled(row, destination, now)
}

/** The row that takes back what another row told, to be sent at `nextAt`. */
export const newRetraction = (told: Conversion, destination: Destination, now: Date, nextAt: Date): Conversion => {
  const { conversionId, leadId, campaignId, mode, destinationId, platform, milestone, action, at, deadline } = told
  const row: Conversion = {
    conversionId: conversionIdOf(conversionIdParts({ leadId, milestone, destinationId, retracts: true })),
    leadId,
    campaignId,
    mode,
    destinationId,
    platform,
    milestone,
    action,
    at,
    retracts: conversionId,
    deadline,
    ...fresh(now, nextAt),
  }
  return settled(row, destination, now)
}
