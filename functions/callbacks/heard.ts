import type { Context } from 'hono'
import type { Callback, Heard } from '../../shared/callbacks/callback.ts'
import { CallbackRefusal, type RefusalReason } from '../../shared/callbacks/callbackRefusal.ts'
import { MAX_CALLBACK_BYTES } from '../../shared/contract/inbound.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'

const tooLarge = () => new Problem('body_too_large', `Send at most ${MAX_CALLBACK_BYTES} bytes.`)

const unsigned = () =>
  new Problem('signature_invalid', 'Enter the token, the AES key and the encryption of the connection at the platform.')

const malformed = () => new Problem('malformed_body', 'Send the message as the platform documents it.')

const PROBLEMS: Record<RefusalReason, () => Problem> = {
  signature: unsigned,
  expired: unsigned,
  not_encrypted: unsigned,
  other_receiver: unsigned,
  malformed,
  too_large: tooLarge,
}

/** A request as the platform sent it: its query undecoded, its body as text. */
export const callbackOf = async (c: Context<HttpEnv>, now: Date): Promise<Callback> => {
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  if (bytes.length > MAX_CALLBACK_BYTES) throw tooLarge()
  const { rawQueryString: rawQuery } = c.env.event
  return { method: c.req.method, rawQuery, body: new TextDecoder().decode(bytes), now }
}

/** What was heard; what is refused ends in a problem that tells the sender no more than it knows. */
export const heard = (hear: () => Heard): Heard => {
  try {
    return hear()
  } catch (error) {
    if (!(error instanceof CallbackRefusal)) throw error
    note({ reason: error.reason })
    throw PROBLEMS[error.reason]()
  }
}
