import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { normalizePhone } from '../../../../shared/domain/phone.ts'
import { bounded } from '../bounded.ts'
import { ACCOUNT } from './account.ts'
import { action, CloudError, type CloudService } from './action.ts'

/** A message in the inbox of a simulated phone. */
export type Sms = { phone: string; text: string; code: string; at: string; reference: string }

const MAX_MESSAGES = 500

/** What the provider sends to one number at most unless its console says otherwise, the shortest span first. */
const LIMITS = [
  { code: 'LimitExceeded.PhoneNumberThirtySecondLimit', seconds: 30, most: 1 },
  { code: 'LimitExceeded.PhoneNumberOneHourLimit', seconds: 3600, most: 5 },
  { code: 'LimitExceeded.PhoneNumberDailyLimit', seconds: 86_400, most: 10 },
]

const SendSms = z.object({
  PhoneNumberSet: z.array(z.string()).min(1).max(200),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()),
})
type SendSms = z.infer<typeof SendSms>

/** What is wrong with a message whoever gets it. */
const messageProblem = ({ SignName, TemplateId, TemplateParamSet }: SendSms): string | undefined => {
  const [code = '', minutes = ''] = TemplateParamSet
  if (SignName !== ACCOUNT.signName) return 'FailedOperation.SignatureIncorrectOrUnapproved'
  if (TemplateId !== ACCOUNT.templateId) return 'FailedOperation.TemplateIncorrectOrUnapproved'
  if (TemplateParamSet.length !== 2) return 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'
  const isFit = /^\d{4,6}$/.test(code) && /^\d{1,2}$/.test(minutes)
  return isFit ? undefined : 'InvalidParameterValue.TemplateParameterFormatError'
}

const phoneOf = (number: string): string | undefined => (number.startsWith('+86') ? normalizePhone(number) : undefined)

/** The simulated SMS service and the phones that get its messages. */
export const smsService = (now: () => Date) => {
  const inbox = bounded<Sms>(MAX_MESSAGES)
  const inboxOf = (phone: string) => inbox.newest().filter((sms) => sms.phone === phone)

  const limitOf = (phone: string): string | undefined => {
    const ages = inboxOf(phone).map(({ at }) => (now().getTime() - Date.parse(at)) / 1000)
    return LIMITS.find(({ seconds, most }) => ages.filter((age) => age < seconds).length >= most)?.code
  }

  const deliver = (phone: string, [code = '', minutes]: string[]): string => {
    const reference = randomUUID()
    const text = `【${ACCOUNT.signName}】您的验证码为${code}，${minutes}分钟内有效，请勿告诉他人。`
    inbox.add({ phone, text, code, at: now().toISOString(), reference })
    return reference
  }

  const statusOf = (number: string, message: SendSms) => {
    const phone = phoneOf(number)
    const problem = messageProblem(message) ?? (phone ? limitOf(phone) : 'InvalidParameterValue.IncorrectPhoneNumber')
    const SerialNo = problem || !phone ? '' : deliver(phone, message.TemplateParamSet)
    const Code = problem ?? 'Ok'
    const Message = problem ?? 'send success'
    return { SerialNo, PhoneNumber: number, Fee: problem ? 0 : 1, SessionContext: '', Code, Message, IsoCode: 'CN' }
  }

  const send = (message: SendSms) => {
    if (message.SmsSdkAppId !== ACCOUNT.sdkAppId) throw new CloudError('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
    return { SendStatusSet: message.PhoneNumberSet.map((number) => statusOf(number, message)) }
  }

  const service: CloudService = {
    name: 'sms',
    version: '2021-01-11',
    needsRegion: true,
    actions: { SendSms: action(SendSms, send) },
  }
  return { service, inbox }
}
