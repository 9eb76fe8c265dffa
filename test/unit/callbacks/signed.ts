import type { Callback } from '../../../shared/callbacks/callback.ts'
import { CallbackRefusal } from '../../../shared/callbacks/callbackRefusal.ts'
import { callbackSignature, sealMessage } from '../../../shared/callbacks/envelope.ts'
import { AES_KEY, APP_ID, NOW, RANDOM, STAMP, TOKEN } from './vectors.ts'

/** A query as it is sent, every value escaped. */
export const queryOf = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')

export const getOf = (parameters: Readonly<Record<string, string>>): Callback => ({
  method: 'GET',
  rawQuery: queryOf(parameters),
  body: '',
  now: NOW,
})

export type Stamp = { timestamp: string; nonce: string }

/** A message in the clear. */
export const plainPost = (body: string, stamp: Stamp = STAMP): Callback => ({
  method: 'POST',
  rawQuery: queryOf({ signature: callbackSignature(TOKEN, stamp.timestamp, stamp.nonce), ...stamp, openid: 'oTEST' }),
  body,
  now: NOW,
})

/** A request whose encrypted part is signed; `around` puts that part into a body. */
export const signedPost = (
  encrypt: string,
  around = (sealed: string) => `<xml><ToUserName>gh_test</ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`,
  stamp: Stamp = STAMP,
): Callback => ({
  method: 'POST',
  rawQuery: queryOf({
    ...stamp,
    encrypt_type: 'aes',
    msg_signature: callbackSignature(TOKEN, stamp.timestamp, stamp.nonce, encrypt),
  }),
  body: around(encrypt),
  now: NOW,
})

/** A message, encrypted and signed. */
export const sealedPost = (text: string, receiverId: string = APP_ID): Callback =>
  signedPost(sealMessage(AES_KEY, receiverId, text, RANDOM))

/** Why something is refused; `taken` when it is not. Anything but a refusal fails. */
export const refusalOf = (hear: () => unknown): string => {
  try {
    hear()
    return 'taken'
  } catch (error) {
    if (!(error instanceof CallbackRefusal)) throw error
    return error.reason
  }
}
