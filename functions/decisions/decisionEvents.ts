import type { EventBridgeEvent } from 'aws-lambda'
import * as z from 'zod'
import { type DecideDeps, decide } from '../../shared/cases/decide.ts'
import { DECISION_FIELDS, DecisionDetail } from '../../shared/contract/decisionEvent.ts'
import { EVENT_SOURCE } from '../../shared/contract/events.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { count, log, note } from '../../shared/runtime/log.ts'

export type DecisionEvent = EventBridgeEvent<string, unknown>

type Add = (consumer: string, id: string, record: { cause: string; at: string; image: unknown }) => Promise<void>

export type DecisionDeps = DecideDeps & {
  /** The sources whose decisions count, beside our own: staff send again what was put aside. */
  sources: ReadonlySet<string>
  putAside: Add
}

export const CONSUMER = 'decisions'

/** Why a decision will never be applied as it is, in a code that names nobody; nothing when it may be later. */
const lastingCause = (error: unknown): string | undefined => {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path }) => `invalid ${path.join('.') || 'detail'}`).join('; ')
  if (error instanceof Problem && error.code !== 'store_unavailable') return error.code
  return undefined
}

const apply = async (deps: DecisionDeps, { source, detail }: DecisionEvent): Promise<string | undefined> => {
  if (source !== EVENT_SOURCE && !deps.sources.has(source)) return 'source_not_allowed'
  try {
    const { applicationId, ...decision } = DecisionDetail.parse(detail)
    await decide(deps, applicationId, decision, { by: source })
    return undefined
  } catch (error) {
    const cause = lastingCause(error)
    if (cause === undefined) throw error
    return cause
  }
}

/** Of a detail what a decision may say: whatever else somebody put in may be about a person, and is not kept. */
const known = (detail: unknown): Record<string, unknown> => {
  const said = typeof detail === 'object' && detail !== null ? Object.entries(detail) : []
  return Object.fromEntries(said.filter(([name]) => DECISION_FIELDS.has(name)))
}

/** Applies a decision that came on the bus. What can never be applied is put aside with its cause; anything else comes again. */
export const handleDecisionEvent =
  (deps: DecisionDeps) =>
  async (event: DecisionEvent): Promise<void> => {
    const cause = await apply(deps, event)
    if (cause === undefined) return
    log.warn('a decision was put aside', { cause, reason: event.source })
    count('DecisionQuarantined')
    note({ outcome: 'put_aside' })
    const at = deps.now().toISOString()
    await deps.putAside(CONSUMER, `${event.time} ${event.id}`, { cause, at, image: known(event.detail) })
  }
