import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { SimulatorEnv } from '../../world.ts'
import { META } from '../accounts.ts'

const traceId = (): string => randomBytes(12).toString('base64url')

/** What the Graph API refuses with, always in HTTP 400: the code tells why. `about` names the parameter, never its value. */
export const graphError = (c: Context, code: 100 | 190, about: string): Response => {
  const message = code === 190 ? 'Error validating access token' : 'Invalid parameter'
  const error = { message, type: 'OAuthException', code, error_user_msg: about, fbtrace_id: traceId() }
  return c.json({ error }, 400)
}

/** What it takes events with. */
export const received = (events: number) => ({ events_received: events, messages: [], fbtrace_id: traceId() })

/** The answer that refuses a call without the right access token; undefined when it has it. */
export const tokenRefusal = (c: Context<SimulatorEnv>): Response | undefined => {
  const isRefused = ['expired_token', 'refuse_signature'].includes(c.get('fault') ?? '')
  return c.req.query('access_token') === META.accessToken && !isRefused ? undefined : graphError(c, 190, 'access_token')
}
