import { AwsError, type Operations } from '../awsEndpoint.ts'
import { jsonLines } from '../jsonLines.ts'
import { type BusEvent, busEvent } from './busEvent.ts'
import type { Deliveries } from './deliveries.ts'

type Entry = {
  Source?: string
  DetailType?: string
  Detail?: string
  EventBusName?: string
  Time?: number
  Resources?: string[]
}
type Complaint = { ErrorCode: string; ErrorMessage: string }

const MAX_ENTRIES = 10
const MAX_REQUEST_BYTES = 262_144
const MAX_DETAIL_TYPE = 128

const objectOf = (json: string | undefined): object | undefined => {
  try {
    const value: unknown = JSON.parse(json ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What EventBridge counts of an entry. */
const bytesOf = ({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number =>
  (Time === undefined ? 0 : 14) + Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''))

const invalid = (parameter: string, reason: string): Complaint => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${reason}.`,
})

/** The event of an entry, or why the bus does not take it. */
const judge = (
  { Source, DetailType, Detail, EventBusName = 'default', Time, Resources }: Entry,
  busName: string,
): BusEvent | Complaint => {
  if (!Source) return invalid('Source', 'Source is a required argument')
  if (!DetailType) return invalid('DetailType', 'DetailType is a required argument')
  if (DetailType.length > MAX_DETAIL_TYPE) return invalid('DetailType', `it is longer than ${MAX_DETAIL_TYPE}`)
  const detail = objectOf(Detail)
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
  if (EventBusName !== busName)
    return { ErrorCode: 'ResourceNotFoundException', ErrorMessage: `Event bus ${EventBusName} does not exist.` }
  const at = Time === undefined ? undefined : new Date(Time * 1000)
  return busEvent({ source: Source, detailType: DetailType, detail, at, resources: Resources })
}

/** EventBridge with one bus: every event it takes is on its way to the functions and in a file before the answer. */
export const busOperations = (bus: { name: string; file: string; deliveries: Deliveries }): Operations => {
  const log = jsonLines(bus.file)
  return {
    'AWSEvents.PutEvents': ({ Entries = [] }: { Entries?: Entry[] }) => {
      if (Entries.length < 1 || Entries.length > MAX_ENTRIES)
        throw new AwsError('ValidationException', `Send 1 to ${MAX_ENTRIES} entries.`)
      if (Entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > MAX_REQUEST_BYTES)
        throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
      const verdicts = Entries.map((entry) => judge(entry, bus.name))
      const events = verdicts.filter((verdict) => 'id' in verdict)
      bus.deliveries.add(events)
      log.append(events)
      return {
        FailedEntryCount: verdicts.length - events.length,
        Entries: verdicts.map((verdict) => ('id' in verdict ? { EventId: verdict.id } : verdict)),
      }
    },
  }
}
