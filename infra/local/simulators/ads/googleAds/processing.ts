import { randomUUID } from 'node:crypto'
import { sha256Hex } from '../../../../../shared/platforms/digest.ts'
import { bounded } from '../../bounded.ts'
import type { World } from '../../world.ts'
import { attributedTo, isTooOld } from '../attribution.ts'
import { clickedAt } from '../clickIds.ts'
import { type ConversionLedger, FOR_GOOD } from '../ledger.ts'
import type { Destination, IngestedEvent } from './event.ts'

/** The longest window that an account can choose for clicks. */
const WINDOW_DAYS = 90

/** How long a request is worked on: much less than the half hour after which Google wants to be asked, for nobody waits so long here. */
const PROCESSING_MS = 2000

type Ingested = { id: string; at: Date; destination: Destination; events: number; reasons: readonly string[] }

const digest = (phone: string): string => sha256Hex(`+86${phone}`)

const clickOf = ({
  adIdentifiers: { gclid, gbraid, wbraid } = {},
}: IngestedEvent): { kind: string; id: string } | undefined => {
  if (gclid !== undefined) return { kind: 'GCLID', id: gclid }
  if (gbraid !== undefined) return { kind: 'GBRAID', id: gbraid }
  return wbraid === undefined ? undefined : { kind: 'WBRAID', id: wbraid }
}

const reasonOf = (event: IngestedEvent, now: Date): string | undefined => {
  const click = clickOf(event)
  if (event.consent?.adUserData === 'CONSENT_DENIED') return 'DENIED_CONSENT'
  if (click && clickedAt(click.id) === undefined) return `INVALID_${click.kind}`
  return isTooOld(click?.id, WINDOW_DAYS, now) ? 'EVENT_TOO_OLD' : undefined
}

const requestStatusOf = (events: number, failed: number): string => {
  if (failed === 0) return 'SUCCESS'
  return failed < events ? 'PARTIAL_SUCCESS' : 'FAILED'
}

const countsOf = (reasons: readonly string[]) =>
  [...new Set(reasons)].map((reason) => ({
    recordCount: String(reasons.filter((each) => each === reason).length),
    reason: `PROCESSING_ERROR_REASON_${reason}`,
  }))

/** What becomes of events after the call that brought them was answered: each is taken or fails by itself. */
export const processing = ({ now, people, keeps }: World, conversions: ConversionLedger) => {
  const kept = bounded<Ingested>(keeps)

  const process = (event: IngestedEvent, destination: Destination, isBroken: boolean): string | undefined => {
    const reason = isBroken ? 'INTERNAL_ERROR' : reasonOf(event, now())
    const phones = event.userData?.userIdentifiers.flatMap((each) => ('phoneNumber' in each ? [each.phoneNumber] : []))
    const isRepeat = conversions.offer({
      key: `${destination.productDestinationId}/${event.transactionId}`,
      action: destination.productDestinationId,
      attributedTo: attributedTo(people, { clickId: clickOf(event)?.id, ...(phones && { phones }), digest }),
      knownFor: FOR_GOOD,
      ...(reason && { withoutEffect: reason }),
      fields: event,
    })
    return isRepeat ? 'DUPLICATE_TRANSACTION_ID' : reason
  }

  return {
    /** Begins with a request's events; its id. */
    begin: (events: readonly IngestedEvent[], destination: Destination, isBroken: boolean): string => {
      const reasons = events.flatMap((event) => process(event, destination, isBroken) ?? [])
      return kept.add({ id: randomUUID(), at: now(), destination, events: events.length, reasons }).id
    },

    /** What became of a request; undefined when there was none. */
    statusOf: (id: string) => {
      const found = kept.newest().find((request) => request.id === id)
      if (!found) return undefined
      const { at, destination, events, reasons } = found
      if (now().getTime() - at.getTime() < PROCESSING_MS)
        return { requestStatusPerDestination: [{ destination, requestStatus: 'PROCESSING' }] }
      const status = {
        destination,
        requestStatus: requestStatusOf(events, reasons.length),
        ...(reasons.length > 0 && { errorInfo: { errorCounts: countsOf(reasons) } }),
        eventsIngestionStatus: { recordCount: String(events) },
      }
      return { requestStatusPerDestination: [status] }
    },
  }
}
