import { closed, planned } from '../../shared/conversions/steps.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Waiting } from '../../shared/store/conversionPlaces.ts'
import type { DueDeps } from './deps.ts'

/** A minute's work: the rest is planned again in the next one. */
const MOST = 1000

/** Whether a destination is enabled. Where it is no longer there, whoever sends the row says so. */
const isEnabled = async ({ findCampaign }: DueDeps, { campaignId, destinationId }: Waiting): Promise<boolean> => {
  const { destinations = [] } = (await findCampaign(campaignId))?.settings ?? {}
  return destinations.find(({ id }) => id === destinationId)?.enabled ?? true
}

const next = (row: Conversion, now: Date): Conversion =>
  row.deadline <= now.toISOString() ? closed(row, now, 'expired', row.reason) : planned(row, now)

/** Plans the parked rows of enabled destinations again, and ends those whose time is over. */
export const unpark = async (deps: DueDeps): Promise<void> => {
  const { conversions, now } = deps
  let left = MOST
  for await (const page of conversions.parked())
    for (const waiting of page) {
      const isOver = waiting.deadline <= now().toISOString()
      if (!isOver && !(await isEnabled(deps, waiting))) continue
      const row = await conversions.find(waiting.conversionId)
      if (row?.status === 'parked') await conversions.change([{ before: row, after: next(row, now()) }])
      left -= 1
      if (left === 0) return
    }
}
