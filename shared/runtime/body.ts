import type * as z from 'zod'
import type { BodySpec } from '../contract/endpoint.ts'
import { type FieldError, Problem } from '../contract/problem.ts'
import { parseStrictJson } from '../security/strictJson.ts'
import { multipartFields, nestFields, urlencodedFields } from './form.ts'

/** 64 KiB. */
export const MAX_BODY_BYTES = 65_536

export const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

export const FORM_MEDIA_TYPES: readonly string[] = ['application/x-www-form-urlencoded', 'multipart/form-data']

const CSV_MEDIA_TYPE = 'text/csv'
const MERGE_PATCH_MEDIA_TYPE = 'application/merge-patch+json'

const acceptedTypes = (spec: BodySpec<z.ZodType>): string[] => [
  'application/json',
  ...(spec.mergePatch ? [MERGE_PATCH_MEDIA_TYPE] : []),
  ...(spec.form ? FORM_MEDIA_TYPES : []),
  ...(spec.plainText ? ['text/plain'] : []),
  ...(spec.csv ? [CSV_MEDIA_TYPE] : []),
]

const malformed = (complaint: string) => new Problem('malformed_body', `The body ${complaint}.`)

const decodeUtf8 = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('is not valid UTF-8')
  }
}

/** A body before its schema is applied; of a file of rows also the line that each stands in, and what is wrong with them beyond their values. */
export type ReadBody = { value: unknown; lines?: number[]; errors?: FieldError[] }

const readable = (result: ReadBody | { complaint: string }): ReadBody => {
  if ('complaint' in result) throw malformed(result.complaint)
  return result
}

const readForm = async (bytes: Uint8Array<ArrayBuffer>, contentType: string, lists: readonly string[]) => {
  const text = decodeUtf8(bytes)
  const fields =
    mediaTypeOf(contentType) === 'multipart/form-data'
      ? await multipartFields(bytes, contentType)
      : urlencodedFields(text)
  return readable(Array.isArray(fields) ? nestFields(fields, lists) : fields)
}

/** The body of a request as a plain value. Ends in a problem when it is too large, of another media type, or not readable in one way only. */
export const readBody = async (request: Request, spec: BodySpec<z.ZodType>): Promise<ReadBody> => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const { maxBytes = MAX_BODY_BYTES } = spec
  if (bytes.length > maxBytes) throw new Problem('body_too_large', `Send at most ${maxBytes} bytes.`)
  const contentType = request.headers.get('content-type') ?? ''
  const accepted = acceptedTypes(spec)
  if (!accepted.includes(mediaTypeOf(contentType)))
    throw new Problem('unsupported_media_type', `Send one of ${accepted.join(', ')} and name it in Content-Type.`)
  if (spec.form && FORM_MEDIA_TYPES.includes(mediaTypeOf(contentType)))
    return readForm(bytes, contentType, spec.form.lists)
  if (spec.csv && mediaTypeOf(contentType) === CSV_MEDIA_TYPE) return readable(spec.csv(bytes))
  return readable(parseStrictJson(decodeUtf8(bytes)))
}

/** A body as text, for whoever reads it in a way of its own; what is no UTF-8 comes out as another. Ends in a problem when it is too large. */
export const readText = async (request: Request, maxBytes = MAX_BODY_BYTES): Promise<string> => {
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > maxBytes) throw new Problem('body_too_large', `Send at most ${maxBytes} bytes.`)
  return new TextDecoder().decode(bytes)
}
