import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import * as z from 'zod'

/** What both peers do by hand as Tuoke does it: the same fields, the same phone numbers, the same answers. */
const PHONE = /^1[3-9]\d{9}$/

const phone = z
  .string()
  .max(40)
  .transform((text) =>
    text
      .normalize('NFKC')
      .replace(/[\s()\-·.]/g, '')
      .replace(/^(?:\+86|0086)/, ''),
  )
  .refine((digits) => PHONE.test(digits))

const text = (most: number) => z.string().trim().max(most).optional()

export const Submission = z.object({
  contact: z.object({ phone, name: text(50), company: text(100) }),
  answers: z.object({ amount: z.enum(['small', 'large']) }),
  consent: z.object({
    version: z.literal('2026-11'),
    purposes: z.array(z.enum(['contact', 'ad_measurement'])).refine((purposes) => purposes.includes('contact')),
  }),
  touch: z.object({ url: z.string().max(4096).optional() }).optional(),
})
export type Submission = z.output<typeof Submission>

const INDEX_KEY = randomBytes(32)
const DATA_KEY = randomBytes(32)

/** A keyed index of a person in a campaign. */
export const indexOf = (campaign: string, { contact }: Submission): string =>
  createHmac('sha256', INDEX_KEY).update(`${campaign}\n${contact.phone}`).digest('base64url')

/** What names a person, encrypted. */
export const sealed = ({ contact, answers }: Submission): string => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', DATA_KEY, iv)
  const body = Buffer.concat([cipher.update(JSON.stringify({ contact, answers })), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

/** Tells bodies apart that come with one key. */
export const fingerprintOf = (body: unknown): string =>
  createHash('sha256').update(JSON.stringify(body)).digest('base64url')

const tokenOf = (leadId: string): string =>
  `${leadId}.${createHmac('sha256', INDEX_KEY).update(leadId).digest('base64url')}`

export const leadIdOf = (index: string): string => `ld_${index.slice(0, 20)}`

/** The answer to somebody who left a contact. */
export const verdictOf = (leadId: string, outcome: 'accepted' | 'duplicate'): string =>
  JSON.stringify({ leadId, outcome, leadToken: tokenOf(leadId), milestones: {}, next: ['registered'] })

export const eventOf = (type: string, leadId: string, campaignId: string): string =>
  JSON.stringify({
    id: `ev_${randomBytes(12).toString('hex')}`,
    type,
    at: new Date().toISOString(),
    campaignId,
    leadId,
  })

/** The key of an Idempotency-Key header. */
export const keyIn = (header: string | undefined): string | undefined => header?.replaceAll('"', '')

/** Puts events that were committed into the file, in order, again and again; an event is sent at least once. */
export const relayEvery = (
  ms: number,
  take: () => Promise<{ payloads: string[]; done: () => Promise<void> }>,
  file: string,
): void => {
  const relay = async (): Promise<void> => {
    const { payloads, done } = await take()
    if (payloads.length > 0) appendFileSync(file, `${payloads.join('\n')}\n`)
    await done()
    setTimeout(relay, payloads.length > 0 ? 0 : ms)
  }
  relay()
}
