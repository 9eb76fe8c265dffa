import { randomInt } from 'node:crypto'
import { callbackSignature, sealMessage } from '../../../../shared/callbacks/envelope.ts'
import type { Account } from './account.ts'
import { type Format, type Message, textOf } from './message.ts'

/** In the clear, encrypted, or both. WeCom knows `safe` only. */
export const MODES = ['plain', 'compatible', 'safe'] as const
export type Mode = (typeof MODES)[number]

export type Shape = { mode: Mode; format: Format }

type Signed = { query: Record<string, string>; body: string; contentType: string }

const stampOf = (at: Date) => ({
  timestamp: String(Math.floor(at.getTime() / 1000)),
  nonce: String(randomInt(1_000_000_000)),
})

/** What is encrypted stands beside the message in compatible mode, and in place of it in safe mode. */
const bodyOf = (account: Account, message: Message, { mode, format }: Shape, sealed: string): string => {
  if (mode === 'plain') return textOf(message, format)
  if (mode === 'compatible') return textOf(message, format, { Encrypt: sealed })
  const { name: ToUserName, agentId: AgentID } = account
  const agent: Message['fields'] = AgentID === undefined ? {} : { AgentID }
  return textOf({ fields: { ToUserName, ...agent, Encrypt: sealed } }, format)
}

/** One attempt to deliver a message: its own time, nonce and signatures; encrypted anew. */
export const callbackRequest = (account: Account, message: Message, shape: Shape, at: Date): Signed => {
  const { platform, token, encodingAesKey, id } = account
  const stamp = stampOf(at)
  const { timestamp, nonce } = stamp
  const sealed = shape.mode === 'plain' ? '' : sealMessage(encodingAesKey, id, textOf(message, shape.format))
  const encrypted = { msg_signature: callbackSignature(token, timestamp, nonce, sealed) }
  const plain = { signature: callbackSignature(token, timestamp, nonce), openid: String(message.fields.FromUserName) }
  return {
    query: {
      ...(platform === 'wechat' && plain),
      ...stamp,
      ...(platform === 'wechat' && shape.mode !== 'plain' && { encrypt_type: 'aes' }),
      ...(shape.mode !== 'plain' && encrypted),
    },
    body: bodyOf(account, message, shape, sealed),
    contentType: shape.format === 'json' ? 'application/json' : 'text/xml',
  }
}

/** The question by which a platform checks an address: WeChat's text is in the clear, WeCom's encrypted. */
export const checkQuery = (account: Account, text: string, at: Date): Record<string, string> => {
  const { platform, token, encodingAesKey, id } = account
  const stamp = stampOf(at)
  const { timestamp, nonce } = stamp
  if (platform === 'wechat') return { signature: callbackSignature(token, timestamp, nonce), ...stamp, echostr: text }
  const echostr = sealMessage(encodingAesKey, id, text)
  return { msg_signature: callbackSignature(token, timestamp, nonce, echostr), ...stamp, echostr }
}
