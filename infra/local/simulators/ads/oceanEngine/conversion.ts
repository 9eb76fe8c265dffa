import * as z from 'zod'
import { Md5Hex } from '../attribution.ts'

const EVENT_TYPES = (
  'active active_register active_pay customer_effective form phone phone_confirm phone_connect phone_effective ' +
  'consult_effective consult_clue multiple wechat unfollow_in_wechat loan_completion pre_loan_credit loan_credit ' +
  'high_loan_credit low_loan_credit loan authorization clue_confirm clue_interflow clue_high_intention ' +
  'clue_pay_succeed arrival_lead failed_lead page_view shopping coupon other game_addiction'
).split(' ')

const CREDIT_EVENTS = new Set(['loan_credit', 'high_loan_credit', 'low_loan_credit', 'pre_loan_credit'])

const Device = z
  .strictObject({
    platform: z.string().max(32),
    imei: Md5Hex,
    android_id: Md5Hex,
    idfa: z.string().max(64),
    oaid: z.string().max(64),
  })
  .partial()

const Properties = z
  .looseObject({
    /** Fen. */
    pay_amount: z.int().min(0),
    people_quality: z.int().min(1).max(3),
    loan_value: z.number(),
    order_id: z.string(),
    user_value: z.int().min(1).max(10),
  })
  .partial()

/** One conversion (reference §5.2). */
export const OceanConversion = z
  .strictObject({
    event_type: z.enum(EVENT_TYPES),
    context: z.strictObject({
      ad: z.strictObject({
        callback: z.string().min(1).max(2048),
        match_type: z.int().min(0).max(2).default(0),
      }),
      device: Device.optional(),
    }),
    properties: Properties.optional(),
    /** 13 digits: milliseconds. */
    timestamp: z
      .int()
      .min(10 ** 12)
      .max(10 ** 13 - 1),
  })
  .refine(({ event_type, properties }) => !properties?.people_quality || CREDIT_EVENTS.has(event_type), {
    path: ['properties', 'people_quality'],
    message: 'is for credit events',
  })
export type OceanConversion = z.infer<typeof OceanConversion>
