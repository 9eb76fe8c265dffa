import { randomBytes } from 'node:crypto'
import type { ConversionVerdict, DestinationSettings } from '../../shared/domain/conversion.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { retryAfterSeconds } from '../../shared/domain/conversionSchedule.ts'
import type { OutAnswer, OutRequest } from '../../shared/outbound/callOut.ts'
import type { Adapter, Batch } from '../../shared/platforms/conversions/adapter.ts'
import { knowsRepeats } from '../../shared/platforms/conversions/repeats.ts'
import { rejected, retry } from '../../shared/platforms/conversions/verdicts.ts'

/** What came of telling an event: what the destination says, or that we do not call it. */
export type Told = ConversionVerdict | { status: 'refused'; reason: string }

type Line = { call: (request: OutRequest) => Promise<OutAnswer>; now: () => Date }

/** After these nobody knows whether the event arrived: nothing came back, nothing readable, or a gateway's word in place of the platform's. */
const OPEN_ENDED = new Set(['unanswered', 'answer_unreadable', 'http_502', 'http_504'])

const unsent = (failed: Extract<OutAnswer, { failed: string }>['failed']): Told =>
  failed === 'unreachable' || failed === 'unanswered' ? retry(failed) : { status: 'refused', reason: failed }

/** A verdict with what the destination asks for: to wait, or not to be told twice what it may have taken. */
const heeding = (verdict: ConversionVerdict, wayId: string, settings: DestinationSettings, waits = 0): Told => {
  if (verdict.status !== 'retry') return verdict
  const mayCountTwice = OPEN_ENDED.has(verdict.reason) && !knowsRepeats(wayId)
  if (mayCountTwice && settings.resendsUnanswered !== true) return rejected(verdict.reason)
  return { ...verdict, afterSeconds: Math.max(verdict.afterSeconds ?? 0, waits) }
}

/** What becomes of an event after a sending that nobody wrote down. */
export const afterSilence = (wayId: string, settings: DestinationSettings): Told =>
  heeding(retry('unanswered'), wayId, settings)

/** Whether a destination may have a row's event and would no longer know it: sent again it might count twice. */
export const isForgotten = (
  { attempts, tries }: Conversion,
  wayId: string,
  settings: DestinationSettings,
  now: Date,
): boolean => {
  const sinceItWasPlanned = attempts.slice(Math.max(0, attempts.length - tries))
  const perhapsTaken = sinceItWasPlanned.find(({ outcome, reason = '' }) => !outcome || OPEN_ENDED.has(reason))
  if (!perhapsTaken || settings.resendsUnanswered === true) return false
  return !knowsRepeats(wayId, now.getTime() - Date.parse(perhapsTaken.at))
}

/** Tells a destination some events in one request: a verdict for each, in their order. */
export const tell = async <Account>(
  { call, now }: Line,
  way: Adapter<Account>,
  { events, account, settings }: { events: Batch; account: Account; settings: DestinationSettings },
): Promise<Told[]> => {
  const attempt = { now: now(), nonce: randomBytes(16).toString('hex') }
  const answer = await call(way.buildRequest(events, account, settings, attempt))
  if ('failed' in answer) {
    const told = unsent(answer.failed)
    return events.map(() => (told.status === 'refused' ? told : heeding(told, way.id, settings)))
  }
  const waits = retryAfterSeconds(answer.retryAfter, now())
  return way.readAnswer(answer, events, settings).map((verdict) => heeding(verdict, way.id, settings, waits))
}
