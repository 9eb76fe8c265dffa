import { parseStrictJson } from '../security/strictJson.ts'
import { CallbackRefusal } from './callbackRefusal.ts'

/** Numbers as they are written: ids are longer than numbers are exact. */
const asWritten = (_name: string, value: unknown, context?: { source: string }): unknown =>
  typeof value === 'number' ? context?.source : value

/** Reads JSON as XML is read: all its numbers are text. */
export const readJson = (json: string): unknown => {
  if ('complaint' in parseStrictJson(json)) throw new CallbackRefusal('malformed', 'json')
  return JSON.parse(json, asWritten)
}
