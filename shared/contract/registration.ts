import * as z from 'zod'
import { CustomerId, LeadId, RegistrationOutcome } from '../domain/lead.ts'
import { Phone } from '../domain/phone.ts'
import { Uscc } from '../domain/uscc.ts'
import { GivenConsent, LeadParams } from './capture.ts'
import { endpoint } from './endpoint.ts'

export const PhoneCodeRequest = z
  .object({
    phone: Phone.optional().meta({
      description: 'The phone of the lead, no other is sent a code; one that left none names it',
    }),
  })
  .meta({ id: 'PhoneCodeRequest' })

export const PhoneCodeReceipt = z
  .object({
    expiresAt: z.iso.datetime(),
    resendAfterSeconds: z.int().meta({ description: 'When another code may be asked for' }),
  })
  .meta({ id: 'PhoneCodeReceipt' })

export const sendPhoneCode = endpoint({
  operationId: 'sendPhoneCode',
  method: 'post',
  path: '/v1/leads/{leadId}/phone-codes',
  tag: 'onboarding',
  summary: 'Send a code to the phone',
  description:
    'Six digits, good for 5 minutes and 5 tries. A phone gets one in 60 seconds and 5 in 24 hours, an address 20 a day. The answer does not tell whether the phone is known.',
  caller: { kind: 'lead' },
  crossOrigin: true,
  params: LeadParams,
  body: { schema: PhoneCodeRequest, example: {} },
  success: { 202: PhoneCodeReceipt },
  responseHeaders: { 'Retry-After': 'With 429 and 503: the seconds to wait' },
  problems: [
    'lead_not_found',
    'lead_not_accepted',
    'registration_not_offered',
    'too_many_codes',
    'provider_unavailable',
  ],
})

export const Business = z
  .object({
    name: z.string().trim().min(1).max(100),
    uscc: Uscc.optional().meta({ description: 'An individual business may have none' }),
    contactName: z.string().trim().min(1).max(50),
  })
  .meta({ id: 'Business' })

export const RegistrationRequest = z
  .object({
    phoneCode: z
      .string()
      .regex(/^[0-9]{6}$/, 'must be the 6 digits that were sent')
      .optional(),
    phone: Phone.optional().meta({ description: 'The phone of the lead; one that left none names it' }),
    wechatPhoneCode: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .meta({ description: 'From getPhoneNumber in a mini program, instead of a phone code' }),
    appId: z.string().min(1).max(64).optional().meta({ description: 'The mini program that the WeChat code is from' }),
    business: Business,
    consent: GivenConsent.optional().meta({
      description: 'From somebody who agreed to nothing yet: followers and those who opened a mini program',
    }),
  })
  .superRefine(({ phoneCode, wechatPhoneCode, appId }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if ((phoneCode === undefined) === (wechatPhoneCode === undefined))
      refuse('phoneCode', 'must be given, or wechatPhoneCode instead of it')
    if (wechatPhoneCode !== undefined && appId === undefined) refuse('appId', 'must be given with wechatPhoneCode')
  })
  .meta({ id: 'RegistrationRequest' })
export type RegistrationRequest = z.output<typeof RegistrationRequest>

export const RegistrationReceipt = z
  .object({
    leadId: LeadId.meta({ description: 'The lead that it goes on as: another one where both are the same person' }),
    customerId: CustomerId,
    outcome: RegistrationOutcome,
    leadToken: z.string().meta({
      description: 'Bearer token of this lead whose phone is verified: what comes next asks for it. Good for 7 days',
    }),
  })
  .meta({ id: 'RegistrationReceipt' })
export type RegistrationReceipt = z.infer<typeof RegistrationReceipt>

export const registerLead = endpoint({
  operationId: 'registerLead',
  method: 'post',
  path: '/v1/leads/{leadId}/registration',
  tag: 'onboarding',
  summary: 'Become a customer with a verified phone',
  description:
    'The phone is verified by the code that was sent to it, or by a WeChat phone code. A phone is one customer of the bank, whatever campaign it came from. Sent again with the same content, it is answered as the first time.',
  caller: { kind: 'lead' },
  crossOrigin: true,
  idempotent: true,
  params: LeadParams,
  body: {
    schema: RegistrationRequest,
    example: { phoneCode: '274913', business: { name: '示例商贸有限公司', contactName: '张三' } },
  },
  success: { 201: RegistrationReceipt },
  responseHeaders: {
    'Idempotent-Replayed': '`true` when this is the first answer again',
    'Retry-After': 'With 429 and 503: the seconds to wait',
  },
  problems: [
    'lead_not_found',
    'lead_not_accepted',
    'registration_not_offered',
    'code_wrong',
    'code_expired',
    'too_many_tries',
    'provider_unavailable',
  ],
})
