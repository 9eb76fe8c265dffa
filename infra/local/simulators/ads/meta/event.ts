import * as z from 'zod'
import { Sha256Hex } from '../attribution.ts'

const DAY_SECONDS = 86_400

/** Days that an event may be old. */
const [MOST_DAYS, MOST_DAYS_IN_STORES] = [7, 62]

const ACTION_SOURCES = [
  'website',
  'app',
  'phone_call',
  'chat',
  'email',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
] as const

const Hashed = z.union([Sha256Hex, z.array(Sha256Hex).min(1)])
const Text = z.string().min(1).max(512)

const User = z
  .strictObject({
    em: Hashed,
    ph: Hashed,
    fn: Hashed,
    ln: Hashed,
    ge: Hashed,
    db: Hashed,
    ct: Hashed,
    st: Hashed,
    zp: Hashed,
    country: Hashed,
    external_id: z.union([Text, z.array(Text)]),
    client_ip_address: Text,
    client_user_agent: Text,
    fbc: z.string().regex(/^fb\.\d\.\d{13}\.\S+$/),
    fbp: z.string().regex(/^fb\.\d\.\d{13}\.\d+$/),
    subscription_id: Text,
    lead_id: z
      .union([z.int(), z.string()])
      .transform(String)
      .pipe(z.string().regex(/^\d{15,17}$/)),
    ctwa_clid: Text,
    page_id: Text,
  })
  .partial()
  .refine((user) => Object.keys(user).length > 0)

/** One event of the Conversions API. */
const Event = z
  .strictObject({
    event_name: z.string().min(1).max(50),
    event_time: z.int().min(0),
    event_id: z.string().min(1).max(255).optional(),
    action_source: z.enum(ACTION_SOURCES),
    event_source_url: z.url().max(2048).optional(),
    user_data: User,
    custom_data: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ action_source, event_source_url }) => action_source !== 'website' || event_source_url, {
    path: ['event_source_url'],
  })
  .refine(({ action_source, user_data }) => action_source !== 'website' || user_data.client_user_agent, {
    path: ['user_data', 'client_user_agent'],
  })
  // Stages of a lead from one of its forms are those of a CRM.
  .refine(({ user_data, custom_data }) => !user_data.lead_id || custom_data?.event_source === 'crm', {
    path: ['custom_data', 'event_source'],
  })
  .refine(({ user_data, custom_data }) => !user_data.lead_id || custom_data?.lead_event_source, {
    path: ['custom_data', 'lead_event_source'],
  })
export type MetaEvent = z.infer<typeof Event>

/** All that one request says; an event that is too old spoils it like any other that is wrong. */
export const eventsAt = (now: Date) =>
  z.strictObject({
    data: z
      .array(
        Event.refine(
          ({ action_source, event_time }) => {
            const days = action_source === 'physical_store' ? MOST_DAYS_IN_STORES : MOST_DAYS
            return now.getTime() / 1000 - event_time <= days * DAY_SECONDS
          },
          { path: ['event_time'] },
        ),
      )
      .min(1)
      .max(1000),
    test_event_code: z.string().max(64).optional(),
  })
