import { setTimeout as pause } from 'node:timers/promises'
import type {
  AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { Problem } from '../contract/problem.ts'

/** What stood in the way of a conditional write: the item as it is, absent when there is none. */
export type Refusal = { item?: Record<string, AttributeValue> }

const ATTEMPTS = 7
const FIRST_PAUSE_MS = 15

/** Errors that pass by themselves: two transactions met on one item. */
const CONFLICTS = new Set(['TransactionConflict', 'TransactionConflictException', 'TransactionInProgressException'])
const THROTTLES = new Set([
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingError',
  'ThrottlingException',
])

const unavailable = (cause: unknown) => {
  const problem = new Problem('store_unavailable', 'Nothing was lost: send the same request again in a moment.', {
    headers: { 'retry-after': '1' },
  })
  problem.cause = cause
  return problem
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')

/** DynamoDB gives an error of this name these fields. */
const isConditionFailed = (error: unknown): error is ConditionalCheckFailedException =>
  nameOf(error) === 'ConditionalCheckFailedException'

/** DynamoDB gives an error of this name these fields. */
const isCancelled = (error: unknown): error is TransactionCanceledException =>
  nameOf(error) === 'TransactionCanceledException'

/** Whether the table refused the request for what it says, rather than failed to serve it. */
const isRefused = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && '$fault' in error && error.$fault === 'client' && !THROTTLES.has(error.name))

const conflicted = (error: unknown): boolean =>
  CONFLICTS.has(nameOf(error)) ||
  (isCancelled(error) && (error.CancellationReasons ?? []).some(({ Code = '' }) => CONFLICTS.has(Code)))

const throttled = (error: unknown): boolean =>
  isCancelled(error) && (error.CancellationReasons ?? []).some(({ Code = '' }) => THROTTLES.has(Code))

/** Sends a request, again when it met another transaction. Fails with the problem `store_unavailable` when the table throttles or does not answer. */
export const attempt = async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
  for (let round = 1; ; round++) {
    try {
      return await send()
    } catch (error) {
      const again = conflicted(error)
      if (again && round < ATTEMPTS) await pause(FIRST_PAUSE_MS * 2 ** (round - 1) * (0.5 + Math.random()))
      else if (again || throttled(error) || !isRefused(error)) throw unavailable(error)
      else throw error
    }
  }
}

/** Sends one conditional write: undefined when it happened, else what stood in its way. */
export const attemptWrite = async (send: () => Promise<unknown>): Promise<[Refusal] | undefined> => {
  try {
    await attempt(send)
    return undefined
  } catch (error) {
    if (isConditionFailed(error)) return [{ item: error.Item }]
    throw error
  }
}

/** Sends a transaction: undefined when it happened, else what stood in the way of each of its writes. */
export const attemptTransaction = async (
  send: () => Promise<unknown>,
): Promise<(Refusal | undefined)[] | undefined> => {
  try {
    await attempt(send)
    return undefined
  } catch (error) {
    if (!isCancelled(error)) throw error
    const reasons = error.CancellationReasons ?? []
    const refused = (code = 'None') => code === 'ConditionalCheckFailed'
    if (!reasons.some(({ Code }) => refused(Code))) throw error
    return reasons.map(({ Code, Item }) => (refused(Code) ? { item: Item } : undefined))
  }
}
