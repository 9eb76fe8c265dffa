import { randomUUID } from 'node:crypto'

/** The codes of Tencent's marketing API that are answered with here, and what they say. */
const MESSAGES = {
  10000: 'We are unable to process your request at this time.',
  11000: 'Access token is expired.',
  11002: 'Access token is invalid.',
  11005: 'Access token is empty.',
  11007: 'The client id is invalid.',
  11010: 'The refresh token is malformed.',
  11012: 'The refresh token is expired.',
  11017: 'Application has reached the request limit per minute.',
  12000: 'A required parameter is missing: access_token, timestamp or nonce.',
  12003: 'JSON string is malformed.',
  12100: 'The nonce has been used before.',
  12101: 'The timestamp is expired.',
  18001: 'A required parameter is missing.',
  20001: 'CB_CONTENT_ERROR',
  20002: 'CONV_ID_ILLEGAL',
  20003: 'The data source is illegal.',
  20004: 'The account is illegal.',
  20006: 'The callback cannot be decoded.',
  34109: 'A parameter is invalid.',
  64022: 'A parameter has too many values.',
} as const
export type TencentCode = keyof typeof MESSAGES

/** What was done. */
export const DONE = { code: 0, message: '', message_cn: '' }

/** A refusal of all that was sent; `about` names the parameter, never its value. */
export const refusal = (code: TencentCode, about = '') => {
  const message = [MESSAGES[code], about, `trace_id: ${randomUUID()}`].filter(Boolean).join(' ')
  return { code, message, message_cn: message }
}
