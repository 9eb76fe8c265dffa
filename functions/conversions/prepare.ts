import { PERHAPS_SENT, planned, SENDING_MS } from '../../shared/conversions/steps.ts'
import { adRefusal } from '../../shared/domain/adConsent.ts'
import type { ConversionEvent } from '../../shared/domain/conversion.ts'
import { type Conversion, isOpen } from '../../shared/domain/conversionRow.ts'
import { isLongAfter } from '../../shared/domain/conversionSchedule.ts'
import { clickOf } from '../../shared/domain/creditedClick.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import type { ConversionsDeps } from './deps.ts'
import { eventOf } from './eventOf.ts'

/** The event of a row, why it may not be sent, or the row as it waits for another one. */
export type Prepared = { event: ConversionEvent } | { refusal: string } | { waits: Conversion }

/** When it is to be known what became of a row that is open. */
const knownAt = ({ status, nextAt }: Conversion, now: Date): Date => {
  const earliest = status === 'sent' ? Math.max(Date.parse(nextAt), now.getTime()) : now.getTime()
  return new Date(earliest + SENDING_MS)
}

/** Whether a retraction has something to take back by now. */
const retractionOf = async (deps: ConversionsDeps, row: Conversion): Promise<Prepared | undefined> => {
  if (row.retracts === undefined) return undefined
  const told = await deps.conversions.find(row.retracts)
  if (told && isOpen(told)) return { waits: planned(row, deps.now(), knownAt(told, deps.now())) }
  const isTold = told?.status === 'accepted' || told?.reason === PERHAPS_SENT
  return isTold ? undefined : { refusal: 'nothing_to_take_back' }
}

/** Somebody who goes on as another lead must agree as that one too. */
const consentRefusal = async (
  deps: ConversionsDeps,
  lead: Lead,
  destination: Destination,
): Promise<string | undefined> => {
  const refusal = adRefusal(lead, destination)
  if (refusal !== undefined || lead.verdict.status !== 'joined') return refusal
  const survivor = await leadNow(deps, lead.leadId)
  return survivor ? adRefusal(survivor, destination) : 'lead_missing'
}

/** A destination may be told of a milestone for so many days after the click only; what it was told is taken back at any time. */
const windowRefusal = (row: Conversion, lead: Lead, { conversions }: Destination): string | undefined => {
  const told = conversions[row.milestone]
  const click = clickOf(lead)
  if (!told || !('action' in told) || told.withinDays === undefined || !click) return undefined
  const isLate = row.retracts === undefined && isLongAfter(click.at, row.at, told.withinDays)
  return isLate ? 'outside_stage_window' : undefined
}

/** Makes the event of a row from the lead as it is now: whoever withdrew consent meanwhile is not told of. */
export const prepare = async (deps: ConversionsDeps, row: Conversion, destination: Destination): Promise<Prepared> => {
  const early = await retractionOf(deps, row)
  if (early) return early
  const lead = await deps.leads.find(row.leadId)
  if (!lead) return { refusal: 'lead_missing' }
  const refusal = (await consentRefusal(deps, lead, destination)) ?? windowRefusal(row, lead, destination)
  return refusal === undefined ? { event: await eventOf(deps, row, lead, destination) } : { refusal }
}
