import type { Reply, Send } from '../harness/client.ts'

/** A request by the operation it is for. */
export type Ask = { method: string; path: string } & Send

let made = 0

/** A name that no other test uses. */
export const unique = (prefix: string): string => `${prefix}-${++made}`

/** The reply, if it has the status. */
export const assertStatus = (reply: Reply, status: number): Reply => {
  if (reply.status !== status) throw new Error(`expected ${status}: ${reply.status} ${reply.text}`)
  return reply
}
