import { CallbackRefusal } from './callbackRefusal.ts'

/** The parameters of a request, by name. */
export type Query = ReadonlyMap<string, string>

const MAX_LENGTH = 4096
const MAX_PARAMETERS = 20

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new CallbackRefusal('malformed', 'query')
  }
}

const parameterOf = (pair: string): [string, string] => {
  const at = pair.includes('=') ? pair.indexOf('=') : pair.length
  return [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))]
}

/** Reads a query without its question mark. Decoded once; a `+` stands for itself, for it is one of Base64's. No name comes twice. */
export const readQuery = (rawQuery: string): Query => {
  if (rawQuery.length > MAX_LENGTH) throw new CallbackRefusal('too_large', 'query')
  const pairs = rawQuery.split('&').filter((pair) => pair !== '')
  const query = new Map(pairs.map(parameterOf))
  if (pairs.length > MAX_PARAMETERS || query.size < pairs.length) throw new CallbackRefusal('malformed', 'query')
  return query
}
