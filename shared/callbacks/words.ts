import * as z from 'zod'

/** What platforms call somebody or something: a person, a member of staff, a template, a message. */
export const Id = z.string().regex(/^[\w.@-]{1,128}$/)

/** What a code or link carried, if it could be one of ours: of letters, digits, `_`, `.` and `-`, and no longer than some length. */
export const sceneIn = (text: string, longest: number): string | undefined =>
  /^[\w.-]+$/.test(text) && text.length <= longest ? text : undefined

/** A short name for an event, of letters, digits, `_` and `.` only. */
export const nameOf = (...words: string[]): string =>
  words
    .filter((word) => word !== '')
    .join('.')
    .replaceAll(/[^\w.]/g, '')
    .slice(0, 64) || 'unnamed'

/** One id of several words: no other list of words has the same. */
export const idOf = (...words: string[]): string => JSON.stringify(words)
