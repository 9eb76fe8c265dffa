import type { World } from '../world.ts'
import { type Account, addressOf } from './account.ts'
import { type Attempt, attempt } from './attempt.ts'
import { callbackRequest, type Shape } from './callbackRequest.ts'
import type { Message } from './message.ts'

/** An event on its way to the API, and how each attempt was answered. */
export type Delivery = Shape & {
  event: string
  account: string
  /** The phone of the person whom it is about. */
  person?: string
  at: string
  isHeld: boolean
  attempts: Attempt[]
}

/** A delivery with all that it takes to make it. */
export type Outgoing = { account: Account; message: Message; delivery: Delivery }

/** After no answer in time, a cut connection or any status but 200: up to 3 times again (reference §2.3, §4.1). */
const ATTEMPTS = 4

/** Between attempts; platforms do not say. */
const PAUSE_MS = 1000

/** Delivers until it is answered with 200 or given up; to nobody when there is no API. */
export const deliver = async (
  { now, api, patience }: World,
  { account, message, delivery }: Outgoing,
): Promise<void> => {
  const base = api()
  delivery.isHeld = false
  if (base === undefined) return
  const url = addressOf(base, account)
  for (let left = ATTEMPTS; left > 0; left--) {
    const at = now()
    const { query, body, contentType } = callbackRequest(account, message, delivery, at)
    const init = { method: 'POST', headers: { 'content-type': contentType }, body }
    const last = await attempt(patience, { url, query, at, init })
    delivery.attempts.push(last)
    if (last.status === 200) return
    if (left > 1) await patience.pause(PAUSE_MS)
  }
}
