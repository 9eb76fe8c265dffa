import * as z from 'zod'
import { isSameSignature } from '../security/sameSignature.ts'
import type { Callback } from './callback.ts'
import { CallbackRefusal } from './callbackRefusal.ts'
import { callbackSignature, openMessage } from './envelope.ts'
import { fieldsOf, readMessage } from './message.ts'
import { type Query, readQuery } from './query.ts'
import { isGood } from './seconds.ts'

/** What an account's messages are encrypted with, and the ids that they may be for. */
export type Keys = { token: string; encodingAesKey: string; receiverIds: readonly string[] }

const Sealed = z.object({ Encrypt: z.string().optional() })

/** A parameter that must be there. */
export const required = (query: Query, name: string): string => {
  const value = query.get(name)
  if (value === undefined) throw new CallbackRefusal('malformed', name)
  return value
}

type Signed = { name: 'signature' | 'msg_signature'; parts: readonly string[] }

const checkSignature = (query: Query, now: Date, { name, parts }: Signed): void => {
  const timestamp = query.get('timestamp') ?? ''
  if (!isGood(timestamp, now)) throw new CallbackRefusal('expired')
  const expected = callbackSignature(...parts, timestamp, query.get('nonce') ?? '')
  if (!isSameSignature(expected, query.get(name) ?? '')) throw new CallbackRefusal('signature')
}

/** Checks the signature of what comes in the clear: it says who sent it and when, not what. */
export const checkPlain = (token: string, query: Query, now: Date): void =>
  checkSignature(query, now, { name: 'signature', parts: [token] })

/** What an encrypted text says; its signature is checked before. */
export const openSealed = ({ token, encodingAesKey, receiverIds }: Keys, sealed: string, query: Query, now: Date) => {
  checkSignature(query, now, { name: 'msg_signature', parts: [token, sealed] })
  return openMessage(encodingAesKey, receiverIds, sealed)
}

/** The text of a message that must be encrypted. What stands in the clear beside it is not looked at. */
export const openCallback = (keys: Keys, { rawQuery, body, now }: Callback): string => {
  const { Encrypt: sealed = '' } = fieldsOf(Sealed, readMessage(body))
  if (sealed === '') throw new CallbackRefusal('not_encrypted')
  return openSealed(keys, sealed, readQuery(rawQuery), now)
}
