import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trigger } from '../../infra/topologySpec.ts'

const EVENTS = join(import.meta.dirname, '../fixtures/events')

/** What of a recorded event belongs to the installation that it is for. */
export type Own = Partial<Record<'operatorKey' | 'leadId' | 'leadToken', string>>

const swap = (event: unknown, pairs: [string, string][]): unknown =>
  JSON.parse(pairs.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(event)))

const pairsOf = (own: Own): [string, string][] => Object.entries(own).map(([name, value]) => [`{{${name}}}`, value])

/** Takes what belongs to an installation out of an event, and puts that of another one in. */
export const placeholders = {
  put: (event: unknown, own: Own): unknown =>
    swap(
      event,
      pairsOf(own).map(([placeholder, value]) => [value, placeholder]),
    ),
  fill: (event: unknown, own: Own): unknown => swap(event, pairsOf(own)),
}

/** The names of a function's recorded events. */
export const recordedNames = (functionName: string): string[] =>
  existsSync(join(EVENTS, functionName))
    ? readdirSync(join(EVENTS, functionName)).map((file) => file.replace(/\.json$/, ''))
    : []

/** A recorded event of a function, for an installation. */
export const recordedEvent = (functionName: string, name: string, own: Own = {}): unknown =>
  placeholders.fill(JSON.parse(readFileSync(join(EVENTS, functionName, `${name}.json`), 'utf8')), own)

type Shape = { requestContext?: object; detail?: object; Records?: { eventSource: string }[]; source?: string }

const SOURCES: Readonly<Record<string, Trigger['kind']>> = { 'aws:dynamodb': 'stream', 'aws:sqs': 'queue' }

/** What kind of trigger makes such an event. */
export const kindOf = (event: unknown): Trigger['kind'] | undefined => {
  const { requestContext, Records, source, detail } = event as Shape
  if (requestContext) return 'http'
  if (Records) return SOURCES[Records[0]?.eventSource ?? '']
  if (source === 'aws.scheduler' || source === 'aws.events') return 'schedule'
  return detail && 'event'
}
