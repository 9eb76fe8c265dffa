import type { NotReplayable } from '../../shared/contract/conversions.ts'
import { deadlineFor } from '../../shared/conversions/deadline.ts'
import { replayed } from '../../shared/conversions/steps.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Conversion, isOpen } from '../../shared/domain/conversionRow.ts'
import type { Lead } from '../../shared/domain/lead.ts'

/** A row as it is to be sent again, or why it is not; `action` and `deadline` as they would be. */
export type Plan = { action: string; deadline: string } & ({ after: Conversion } | { notSent: NotReplayable })

const settledReason = (row: Conversion): NotReplayable | undefined => {
  if (isOpen(row)) return 'still_open'
  return row.status === 'accepted' || row.status === 'retracted' ? row.status : undefined
}

/** What it takes to send a row again, as the campaign says now. */
export const planOf = (row: Conversion, { settings }: Campaign, lead: Lead | undefined, now: Date): Plan => {
  const destination = settings.destinations?.find(
    ({ id, platform }) => id === row.destinationId && platform === row.platform,
  )
  const told = destination?.conversions[row.milestone]
  // What is taken back is named as it was told.
  const action = told && 'action' in told && row.retracts === undefined ? told.action : row.action
  const settled = settledReason(row)
  if (settled) return { action: row.action, deadline: row.deadline, notSent: settled }
  if (!destination || !lead) return { action, deadline: row.deadline, notSent: 'no_destination' }
  const deadline = deadlineFor(lead, destination, row.at)
  if (deadline <= now.toISOString()) return { action, deadline, notSent: 'window_closed' }
  return { action, deadline, after: replayed(row, { action, deadline, now }) }
}
