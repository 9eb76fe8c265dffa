import type { Context } from 'hono'

const STATUS = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
} as const

/** What Google's APIs refuse with; `field` is what the refusal is about, never its value. */
export const googleError = (c: Context, status: keyof typeof STATUS, field = ''): Response => {
  const code = STATUS[status]
  const details = field && [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description: 'is invalid' }] },
  ]
  return c.json({ error: { code, message: status, status, ...(details && { details }) } }, code)
}
