import type { ProblemDocument } from '../../shared/contract/problem.ts'

export type Reply = {
  status: number
  headers: Headers
  text: string
  json: () => unknown
  problem: () => ProblemDocument
}

export type Send = {
  body?: unknown
  /** A body as it is, with its own content type. */
  raw?: BodyInit
  headers?: Record<string, string>
  key?: string
}

/** Sends one request, JSON unless told otherwise; redirects are answers, not followed. */
export const send = async (
  url: string,
  method: string,
  path: string,
  { body, raw, headers = {}, key }: Send = {},
): Promise<Reply> => {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  })
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer())
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
    problem: () => JSON.parse(text) as ProblemDocument,
  }
}

/** Asks again until the answer is good; fails with the last one after some seconds. */
export const eventually = async <Result>(
  ask: () => Promise<Result> | Result,
  isGood: (result: Result) => boolean,
  seconds = 10,
): Promise<Result> => {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const result = await ask()
    if (isGood(result)) return result
    if (Date.now() > deadline)
      throw new Error(`still not good after ${seconds} s: ${JSON.stringify(result)?.slice(0, 2000)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
