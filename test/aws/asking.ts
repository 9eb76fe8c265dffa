import { expect } from 'vitest'
import type { HttpAnswer } from '../harness/builtWorld.ts'
import { type Own, recordedEvent } from '../harness/recordedEvents.ts'

type Event = { headers: Record<string, string>; requestContext: { http: object } & object }

/** A request; a text is sent as it is, a form unless the headers say what else it is. */
export type Ask = {
  method: string
  path: string
  query?: string
  body?: unknown
  text?: string
  cookie?: string
  headers?: Record<string, string>
  /** Somebody without a key. */
  isVisitor?: true
}

const FORM = 'application/x-www-form-urlencoded'

/** An event as an HTTP API would make it, for somebody with the operator key unless told otherwise. */
const eventOf = (own: Own, { method, path, query = '', body, text, cookie, headers: more, isVisitor }: Ask): object => {
  const { headers, requestContext, ...rest } = recordedEvent('operations', 'listCampaigns', own) as Event
  const { authorization, ...visitors } = headers
  const type = text === undefined ? 'application/json' : FORM
  return {
    ...rest,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(isVisitor ? visitors : headers), 'content-type': type, 'sec-fetch-site': 'same-origin', ...more },
    requestContext: { ...requestContext, http: { ...requestContext.http, method, path } },
    ...((body !== undefined || text !== undefined) && { body: text ?? JSON.stringify(body) }),
    ...(cookie !== undefined && { cookies: [cookie] }),
  }
}

export type Invoke = (name: string, event: unknown) => Promise<unknown>
export type Answer = HttpAnswer & { cookies?: string[] }

/** Asks the function of a name, and holds its answer to a status. */
export type Asking = (name: string, status: number, request: Ask) => Promise<Answer>

/** Asks functions in an installation. */
export const askingOf =
  (invoke: Invoke, own: Own): Asking =>
  async (name, status, request) => {
    const answer = (await invoke(name, eventOf(own, request))) as Answer
    expect({ path: request.path, status: answer.statusCode }).toEqual({ path: request.path, status })
    return answer
  }

export const jsonOf = ({ body = '' }: Answer) => JSON.parse(body)
