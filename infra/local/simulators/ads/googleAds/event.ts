import * as z from 'zod'
import { Sha256Hex } from '../attribution.ts'

/** Google documents these two for one request. */
const [MOST_EVENTS, MOST_DESTINATIONS] = [2000, 10]

const Account = z.object({
  accountType: z.literal('GOOGLE_ADS'),
  accountId: z.string().regex(/^\d{1,20}$/),
})

const Destination = z.object({
  reference: z.string().optional(),
  operatingAccount: Account,
  loginAccount: Account.optional(),
  productDestinationId: z.string().min(1),
})
export type Destination = z.infer<typeof Destination>

const Identifier = z.union([z.strictObject({ phoneNumber: Sha256Hex }), z.strictObject({ emailAddress: Sha256Hex })])

const ConsentStatus = z.enum(['CONSENT_STATUS_UNSPECIFIED', 'CONSENT_GRANTED', 'CONSENT_DENIED'])
const Consent = z.strictObject({ adUserData: ConsentStatus, adPersonalization: ConsentStatus }).partial()

const AdIdentifiers = z
  .strictObject({ gclid: z.string().min(1), gbraid: z.string().min(1), wbraid: z.string().min(1) })
  .partial()
  .refine((ids) => Object.keys(ids).length > 0)

/** One event as the Data Manager takes it: money in the major unit, digests in hex. */
export const IngestedEvent = z
  .strictObject({
    transactionId: z.string().min(1).max(512),
    eventTimestamp: z.iso.datetime({ offset: true }),
    eventSource: z.enum(['WEB', 'APP', 'IN_STORE', 'PHONE', 'MESSAGE', 'OTHER']),
    adIdentifiers: AdIdentifiers.optional(),
    userData: z.strictObject({ userIdentifiers: z.array(Identifier).min(1).max(10) }).optional(),
    conversionValue: z.number().min(0).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    consent: Consent.optional(),
  })
  .refine(({ adIdentifiers, userData }) => adIdentifiers ?? userData, { path: ['adIdentifiers'] })
  .refine(({ conversionValue, currency }) => conversionValue === undefined || currency, { path: ['currency'] })
export type IngestedEvent = z.infer<typeof IngestedEvent>

/** All that one request says: an event that is wrong spoils it. */
export const IngestEvents = z.strictObject({
  destinations: z.array(Destination).min(1).max(MOST_DESTINATIONS),
  events: z.array(IngestedEvent).min(1).max(MOST_EVENTS),
  consent: Consent.optional(),
  encoding: z.literal('HEX'),
  validateOnly: z.boolean().default(false),
})
