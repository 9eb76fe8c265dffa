import * as z from 'zod'
import { normalizePhone } from '../domain/phone.ts'
import type { SmsSender } from '../providers/smsSender.ts'
import { callTencentCloud, malformed, refusal, type TencentCloudAccount } from './call.ts'

/** The approved signature and template. The template takes the code as `{1}` and the minutes as `{2}`. */
export type TencentSms = TencentCloudAccount & { sdkAppId: string; signName: string; templateId: string }

const Sent = z.object({ SendStatusSet: z.array(z.object({ Code: z.string(), SerialNo: z.string() })) })

/** Sends codes by Tencent Cloud SMS, `SendSms` of 2021-01-11. Each number has its own verdict beside that of the call. */
export const tencentSms = (account: TencentSms): SmsSender => ({
  async sendCode({ phone, code, minutes }) {
    const digits = normalizePhone(phone)
    if (!digits) throw refusal('sms', 'InvalidParameterValue.IncorrectPhoneNumber')
    const input = {
      PhoneNumberSet: [`+86${digits}`],
      SmsSdkAppId: account.sdkAppId,
      SignName: account.signName,
      TemplateId: account.templateId,
      TemplateParamSet: [code, String(minutes)],
    }
    const action = { service: 'sms', action: 'SendSms', version: '2021-01-11', region: 'ap-guangzhou', input } as const
    const [status] = (await callTencentCloud(account, action, Sent)).SendStatusSet
    if (!status) throw malformed('sms')
    if (status.Code !== 'Ok') throw refusal('sms', status.Code)
    return { reference: status.SerialNo }
  },
})
