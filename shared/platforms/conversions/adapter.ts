import type { ConversionEvent, ConversionVerdict, DestinationSettings } from '../../domain/conversion.ts'

/** What is new with each attempt: the time, and up to 32 characters that were never used before. */
export type Attempt = { now: Date; nonce: string }

/** Events of one request. */
export type Batch = readonly [ConversionEvent, ...ConversionEvent[]]

export type PlatformRequest = { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }

export type PlatformAnswer = { status: number; body: string }

/** What a platform says later of all events of a request. `pending`: not yet. `apart`: some failed, and nobody knows which. */
export type LaterVerdict =
  | Extract<ConversionVerdict, { status: 'accepted' | 'rejected' | 'retry' | 'token_expired' }>
  | { status: 'pending' }
  | { status: 'apart'; reason: string }

/** One way of reporting conversions to a platform. `Account` is the connection, opened. */
export type Adapter<Account> = {
  id: string
  /** It needs what the click monitor was given for the click, which no page knows. */
  byCallback?: true
  /** It needs no access token, whatever other ways to the same platform need. */
  needsNoToken?: true
  /** How many events go into one request at most. */
  batch: number
  /** For how long the platform takes an event, counted from the click or from the event itself. */
  windowDays: number
  windowFrom: 'click' | 'event'
  /** Why an event can never be sent this way; undefined when it can. Only such go into a request. */
  unfit(event: ConversionEvent, account: Account): string | undefined
  buildRequest(events: Batch, account: Account, settings: DestinationSettings, attempt: Attempt): PlatformRequest
  /** A verdict for each event, in their order. */
  readAnswer(answer: PlatformAnswer, events: Batch, settings: DestinationSettings): ConversionVerdict[]
  /** How a platform that only says `sent` is asked what became of a request. */
  later?: {
    buildRequest(reference: string, account: Account): PlatformRequest
    readAnswer(answer: PlatformAnswer): LaterVerdict
  }
}

export const JSON_HEADERS = { 'content-type': 'application/json' } as const

/** Whole Unix seconds of an ISO time. */
export const unixSeconds = (at: string): number => Math.floor(Date.parse(at) / 1000)

/** Yuan with two decimals. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2)
