import { createHmac } from 'node:crypto'
import { isSameSignature } from '../security/sameSignature.ts'

const TOLERANCE_SECONDS = 300

/** What Standard Webhooks 1.0.0 signs: the id of the event, the Unix seconds of this attempt, and the body as it is sent. */
export type SignedMessage = { id: string; timestamp: string; body: string }

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')

/** The symmetric signature of a message, `v1,` and Base64. */
export const webhookSignature = (secret: string, { id, timestamp, body }: SignedMessage): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`

/** The headers of a message, signed with each secret: while one takes the place of another, both are good. */
export const webhookHeaders = (secrets: readonly string[], message: SignedMessage): Record<string, string> => ({
  'webhook-id': message.id,
  'webhook-timestamp': message.timestamp,
  'webhook-signature': secrets.map((secret) => webhookSignature(secret, message)).join(' '),
})

/** Whether one of the signatures is ours by one of the secrets, and not older or newer than 5 minutes. `webhook-id` tells repeats. */
export const isSignedWebhook = (secrets: readonly string[], headers: Headers, body: string, now: Date): boolean => {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const sent = (headers.get('webhook-signature') ?? '').split(' ')
  const expected = secrets.map((secret) => webhookSignature(secret, { id, timestamp, body }))
  return expected.some((signature) => sent.some((each) => isSameSignature(signature, each)))
}
