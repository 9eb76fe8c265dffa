import { setTimeout as pause } from 'node:timers/promises'
import type { BusEvent } from '../../bus/busEvent.ts'
import { type Applied, type Decision, decisionsAbout } from './rules.ts'

/** How long the workflow thinks before each decision, long enough to be seen on a page. */
const THINKING_MS = 3000

const PATIENCE_MS = 10_000

export type Workflow = {
  /** Where the API answers; undefined until it does. */
  url: () => string | undefined
  /** An API key with `applications:read:pii` and `decisions:write`. */
  apiKey: () => string
  thinkingMs?: number
}

/** What was decided, and what the API answered. */
export type Told = Decision & { applicationId: string; at: string; status: number }

const KEPT = 200

const applicationIn = ({ detail }: BusEvent): string => {
  const { applicationId } = detail as { applicationId?: unknown }
  if (typeof applicationId !== 'string') throw new Error('the event names no application')
  return applicationId
}

/**
 * A credit workflow as a bank has one: it takes `application.submitted` from the bus, reads the application with its own
 * key, and tells what it decides. An event that it could not finish comes again; the same decisions then have the same ids.
 */
export const creditWorkflow = ({ url, apiKey, thinkingMs = THINKING_MS }: Workflow) => {
  const told: Told[] = []

  const call = async (path: string, body?: object): Promise<Response> =>
    fetch(`${url()}/v1/applications/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${apiKey()}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })

  const readApplication = async (applicationId: string): Promise<Applied> => {
    const response = await call(`${applicationId}?view=full`)
    if (!response.ok) throw new Error(`the application could not be read: ${response.status}`)
    const { amountFen, termMonths } = (await response.json()) as Applied
    return { applicationId, amountFen, termMonths }
  }

  /** Tells a decision. Fails when the API could not take it now; a refusal is kept like an acceptance. */
  const tell = async (applicationId: string, decision: Decision, at = new Date().toISOString()): Promise<Told> => {
    const response = await call(`${applicationId}/decisions`, { ...decision, at })
    if (response.status >= 500) throw new Error(`the decision was not taken: ${response.status}`)
    const one = { ...decision, applicationId, at, status: response.status }
    told.push(one)
    if (told.length > KEPT) told.shift()
    return one
  }

  return {
    told: (): readonly Told[] => told,
    tell,
    take: async (event: BusEvent): Promise<void> => {
      const application = await readApplication(applicationIn(event))
      // By the time of the event, so that one that comes again is told the very same.
      let at = Date.parse(event.time)
      for (const decision of decisionsAbout(application)) {
        await pause(thinkingMs, undefined, { ref: false })
        at += thinkingMs
        await tell(application.applicationId, decision, new Date(at).toISOString())
      }
    },
  }
}

export type CreditWorkflow = ReturnType<typeof creditWorkflow>
