import type { AttributeValue, CancellationReason } from '@aws-sdk/client-dynamodb'
import type { HttpAnswer } from './connection.ts'

/** Errors of AWS that pass when one waits. */
const THROTTLES: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])

/** Errors by which AWS refuses a signature, such as one that our clock dated wrongly. */
const SIGNATURE_REFUSALS: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

type Fields = { Item?: Record<string, AttributeValue>; CancellationReasons?: CancellationReason[] }

/** A refusal or failure that AWS answered with, by its AWS name; as the errors of the AWS SDK, of which it is a part. */
export class AwsFailure extends Error {
  readonly $fault: 'client' | 'server'
  /** Of a failed condition: the item as it is. */
  readonly Item: Fields['Item']
  /** Of a cancelled transaction. */
  readonly CancellationReasons: Fields['CancellationReasons']
  /** When AWS answered, by its clock. */
  readonly answeredAt: number

  constructor(name: string, message: string, { status, headers }: HttpAnswer, fields: Fields = {}) {
    super(message)
    this.name = name
    this.$fault = status >= 400 && status < 500 && !name.startsWith('Internal') ? 'client' : 'server'
    this.Item = fields.Item
    this.CancellationReasons = fields.CancellationReasons
    this.answeredAt = Date.parse(headers().date ?? '')
  }
}

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…` is named ThrottlingException. */
const nameOf = (type: unknown = ''): string => /^(?:[^:#]*#)?([^:#]+)/.exec(String(type))?.[1] ?? 'UnknownError'

const parsed = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** What AWS answered, or an `AwsFailure`; an answer that is not JSON is one. */
export const outputOf = (answer: HttpAnswer): Record<string, unknown> => {
  const { status, headers, text } = answer
  const body = parsed(text)
  if (!body) throw new AwsFailure('UnreadableAnswer', `status ${status}, not JSON`, { ...answer, status: 502 })
  if (status >= 200 && status < 300) return body
  const name = nameOf(body.__type ?? body.code ?? headers()['x-amzn-errortype'])
  throw new AwsFailure(name, String(body.message ?? body.Message ?? name), answer, body)
}

export const isThrottled = (error: unknown): boolean => error instanceof AwsFailure && THROTTLES.has(error.name)

/** Errors of a connection have a code. */
const isOfConnection = (error: unknown): boolean => error instanceof Error && 'code' in error

/** Whether sending again may help: AWS throttles, failed, or could not be reached in time. */
export const mayPass = (error: unknown): boolean =>
  error instanceof AwsFailure ? error.$fault === 'server' || THROTTLES.has(error.name) : isOfConnection(error)

const TOLERANCE_MS = 60_000

/** By how many milliseconds AWS's clock is ahead of ours, when that is why it refused a signature. */
export const clockError = (error: unknown, now: number): number | undefined => {
  if (!(error instanceof AwsFailure) || !SIGNATURE_REFUSALS.has(error.name)) return undefined
  const ahead = error.answeredAt - now
  return Math.abs(ahead) > TOLERANCE_MS ? ahead : undefined
}
