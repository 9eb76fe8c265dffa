import { recordedEvent } from '../../harness/recordedEvents.ts'
import { leadEvent, visitEvent, visitIdOf } from '../events.ts'

/** Something that happens over HTTP. */
export type Thing = {
  name: string
  means: string
  /** The n-th of its kind, as API Gateway shows it. */
  eventOf: (n: number) => object
  status: number
  /** US dollars that a million of them may cost, where the design says so; null where it is only told. */
  most?: number | null
}

/** P9 of the design, whose lead is one write of two units: without the key that makes it a transaction. */
const MOST_FOR_LEADS = 8

type WithHeaders = { headers: Record<string, string> }

const withHeader = (event: object, name: string, value: string): object => ({
  ...event,
  headers: { ...(event as WithHeaders).headers, [name]: value },
})

/** Those that programs send are other people than those of pages. */
const OTHERS = 100_000

/** What costs money when somebody comes, in the order in which it happens. Everybody is made up. */
export const THINGS: readonly Thing[] = [
  { name: 'visits', means: 'a page tells that it was opened', eventOf: visitEvent, status: 202 },
  {
    name: 'preflights',
    means: 'a browser asks for a page of another origin, before its first lead',
    eventOf: () => recordedEvent('capture', 'preflight') as object,
    status: 204,
  },
  {
    name: 'leads of pages',
    means: 'after a visit, with an Idempotency-Key',
    eventOf: (n) => withHeader(leadEvent(n, { visitId: visitIdOf(n) }), 'idempotency-key', `"${n}"`),
    status: 201,
    most: null,
  },
  {
    name: 'leads of programs',
    means: 'without a visit and without a key',
    eventOf: (n) => leadEvent(OTHERS + n),
    status: 201,
    most: MOST_FOR_LEADS,
  },
  {
    name: 'repetitions',
    means: 'somebody who is a lead submits again',
    eventOf: (n) => leadEvent(OTHERS + n),
    status: 200,
  },
]
