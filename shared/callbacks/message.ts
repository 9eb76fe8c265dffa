import * as z from 'zod'
import { MAX_CALLBACK_BYTES } from '../contract/inbound.ts'
import { CallbackRefusal } from './callbackRefusal.ts'
import { readJson } from './json.ts'
import { readXml } from './xml.ts'

/** A message by its fields. Values are text, or fields again, or an array where a field repeats. */
export type Message = Readonly<Record<string, unknown>>

/** What a schema takes of a message. A refusal names the field of the schema, not its value. */
export const fieldsOf = <Output>(schema: z.ZodType<Output>, message: unknown): Output => {
  const read = schema.safeParse(message)
  if (!read.success) throw new CallbackRefusal('malformed', read.error.issues[0]?.path.join('.') || 'message')
  return read.data
}

const contentOf = (text: string): unknown => {
  if (text.startsWith('<')) return readXml(text)
  if (text.startsWith('{')) return readJson(text)
  throw new CallbackRefusal('malformed', 'message')
}

/** Reads a message, XML or JSON by how it begins, whatever was chosen at the platform. */
export const readMessage = (text: string): Message => {
  if (Buffer.byteLength(text) > MAX_CALLBACK_BYTES) throw new CallbackRefusal('too_large', 'message')
  return fieldsOf(z.looseObject({}), contentOf(text.trim()))
}
