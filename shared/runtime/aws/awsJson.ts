import { setTimeout as pause } from 'node:timers/promises'
import { connectTo, type Waits } from './connection.ts'
import { clockError, isThrottled, mayPass, outputOf } from './failure.ts'
import { type Environment, endpointOf, type Service } from './service.ts'
import { signerOf } from './signing.ts'

export type Options = { environment?: Environment; attempts?: number; waits?: Waits }

/** A third refusal within some seconds is the answer: whoever asked is waiting. */
const ATTEMPTS = 3
const WAITS: Waits = { connectMs: 1000, answerMs: 3000 }

const FIRST_PAUSE_MS = 100
const FIRST_PAUSE_OF_THROTTLED_MS = 500

const pauseAfter = (error: unknown, attempt: number): number => {
  const first = isThrottled(error) ? FIRST_PAUSE_OF_THROTTLED_MS : FIRST_PAUSE_MS
  return first * 2 ** (attempt - 1) * (0.5 + Math.random())
}

/** Calls operations of a service, again when it throttles, fails or does not answer. The caller names the type of the output: AWS keeps to its model. */
export const awsJson = (
  service: Service,
  { environment = process.env, attempts = ATTEMPTS, waits = WAITS }: Options = {},
) => {
  const endpoint = endpointOf(service, environment)
  const sign = signerOf(service, endpoint, environment)
  const send = connectTo(endpoint, waits)
  const contentType = `application/x-amz-json-${service.version}`
  let clockAhead = 0

  const ask = async (operation: string, body: Buffer) => {
    const headers = { 'content-type': contentType, 'x-amz-target': `${service.target}.${operation}` }
    return outputOf(await send(sign(headers, body, new Date(Date.now() + clockAhead)), body))
  }

  const askInTime = async (operation: string, body: Buffer) => {
    try {
      return await ask(operation, body)
    } catch (error) {
      const ahead = clockError(error, Date.now() + clockAhead)
      if (ahead === undefined) throw error
      clockAhead += ahead
      return ask(operation, body)
    }
  }

  return async <Output>(operation: string, input: object): Promise<Output> => {
    const body = Buffer.from(JSON.stringify(input))
    for (let attempt = 1; ; attempt++) {
      try {
        return (await askInTime(operation, body)) as Output
      } catch (error) {
        if (attempt >= attempts || !mayPass(error)) throw error
        await pause(pauseAfter(error, attempt))
      }
    }
  }
}
