import * as z from 'zod'
import type { JsonAnswer } from '../jsonAnswer.ts'

/** A lead that somebody left on a form of a platform's own. Ids are as they were sent; the phone is as it was written. */
export type PushedLead = {
  platform: 'tencent_ads' | 'ocean_engine' | 'meta' | 'google_ads'
  /** The platform's id: the same lead sent again has the same. */
  platformLeadId?: string
  phone?: string
  name?: string
  company?: string
  /** By the platform's name of the question. */
  answers: Record<string, string>
  at?: string
  account?: string
  ad?: string
  creative?: string
  formId?: string
  clickId?: string
  /** Sent to try the form out: kept apart, never reported back. */
  isTest: boolean
}

/** What was posted, its body as it came. */
export type Push = { body: string; headers: Headers; now: Date }

/** `signature`: it is not from the platform. `malformed`: no lead can be read from it. */
export type ReadPush = { leads: PushedLead[] } | { refused: 'signature' | 'malformed' }

/** How leads that a platform pushes are verified and read. */
export type LeadReader<Account> = {
  readPush(push: Push, account: Account): ReadPush
  answer: JsonAnswer
}

const MOST_ANSWERS = 30

const Written = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** A text, cut to so many characters; absent when it is empty or no text at all. */
export const text = (max: number) =>
  Written.transform((value) => value.trim().slice(0, max) || undefined)
    .optional()
    .catch(undefined)

/** An id, as text whether it was sent as text or number; absent when it is empty or too long. */
export const Id = Written.transform((value) => (/^[\x21-\x7e]{1,64}$/.test(value) ? value : undefined))
  .optional()
  .catch(undefined)

/** Unix seconds as an ISO time. */
export const UnixTime = Written.transform((value) =>
  /^\d{10}$/.test(value) ? new Date(Number(value) * 1000).toISOString() : undefined,
)
  .optional()
  .catch(undefined)

/** At most 30 answers with names of up to 100 and values of up to 1000 characters. */
export const answersOf = (answers: readonly (readonly [string, unknown])[]): Record<string, string> =>
  Object.fromEntries(
    answers
      .flatMap(([name, value]) => {
        const written = text(1000).parse(value)
        return name === '' || name.length > 100 || written === undefined ? [] : [[name, written] as const]
      })
      .slice(0, MOST_ANSWERS),
  )

/** A lead without its absent fields. */
export const leadOf = (lead: PushedLead): PushedLead =>
  Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== undefined)) as PushedLead
