import type { World } from '../world.ts'
import { type Account, addressOf } from './account.ts'
import { type Attempt, attemptUntil } from './attempt.ts'
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

/** Delivers until it is answered with 200 or given up; to nobody when there is no API. */
export const deliver = async (
  { now, api, patience }: World,
  { account, message, delivery }: Outgoing,
): Promise<void> => {
  const base = api()
  delivery.isHeld = false
  if (base === undefined) return
  const url = addressOf(base, account)
  const asked = { now, patience, keep: delivery.attempts, ends: ({ status }: Attempt) => status === 200 }
  await attemptUntil(asked, (at) => {
    const { query, body, contentType } = callbackRequest(account, message, delivery, at)
    return { url, query, init: { method: 'POST', headers: { 'content-type': contentType }, body } }
  })
}
