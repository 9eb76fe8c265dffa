import { isSameSignature } from '../../security/sameSignature.ts'
import { hmacHex } from '../digest.ts'

const TOLERANCE_SECONDS = 300

/** A request as it came; `query` is not decoded. `sent` is the header `X-Sign`, for partners who can set one. */
export type PostbackRequest = { method: string; path: string; query: string; sent: string | null; now: Date }

const SIGN = 'sign'

const nameOf = (pair: string): string => pair.split('=', 1)[0] ?? ''

/** The signature of a postback, in hex: of the method, the path and the sorted pairs of the query as they are sent, without `sign`. */
export const postbackSignature = (
  secret: string,
  { method, path, query }: Omit<PostbackRequest, 'sent' | 'now'>,
): string => {
  const pairs = query.split('&').filter((pair) => pair !== '' && nameOf(pair) !== SIGN)
  return hmacHex(secret, `${method}\n${path}\n${pairs.sort().join('&')}`)
}

/** Whether a partner signed a postback (`sign` or `X-Sign`) within 5 minutes (`ts`, Unix seconds). A name given twice has two meanings, so it is refused. */
export const isSignedPostback = (secrets: readonly string[], request: PostbackRequest): boolean => {
  const { query, sent, now } = request
  const values = new URLSearchParams(query)
  if (new Set(values.keys()).size !== values.size) return false
  const ts = values.get('ts') ?? ''
  if (!/^\d{10}$/.test(ts) || Math.abs(now.getTime() / 1000 - Number(ts)) > TOLERANCE_SECONDS) return false
  const signature = sent ?? values.get(SIGN) ?? ''
  return secrets.some((secret) => isSameSignature(postbackSignature(secret, request), signature.toLowerCase()))
}
