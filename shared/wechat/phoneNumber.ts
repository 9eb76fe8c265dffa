import * as z from 'zod'
import { normalizePhone } from '../domain/phone.ts'
import type { AccessToken } from '../providers/accessToken.ts'
import type { PhoneReader, PhoneReading } from '../providers/phoneReader.ts'
import { ProviderFailure } from '../providers/providerFailure.ts'
import { callWechat, malformed, type WechatApp } from './call.ts'

/** `countryCode` is documented as a text and comes as a number too. */
const Answer = z.object({
  phone_info: z.object({
    purePhoneNumber: z.string(),
    countryCode: z.coerce.string(),
    watermark: z.object({ appid: z.string() }),
  }),
})

/** Expired, used before, wrong, or another app's. */
const BAD_CODE = '40029'

const readingOf = ({ phone_info }: z.infer<typeof Answer>, appId: string): PhoneReading => {
  if (phone_info.watermark.appid !== appId) throw malformed('watermark')
  const phone = phone_info.countryCode === '86' ? normalizePhone(phone_info.purePhoneNumber) : undefined
  return phone === undefined ? { status: 'not_mainland' } : { status: 'read', phone }
}

/** Reads phone numbers by `getuserphonenumber` of a mini program: the code is good once, for 5 minutes from the tap. */
export const wechatPhoneNumber = (app: WechatApp, accessToken: AccessToken): PhoneReader => ({
  async read(code) {
    const path = '/wxa/business/getuserphonenumber'
    try {
      const answer = await accessToken.use((token) => callWechat(app, { path, token, body: { code } }, Answer))
      return readingOf(answer, app.appId)
    } catch (error) {
      if (error instanceof ProviderFailure && error.code === BAD_CODE) return { status: 'bad_code' }
      throw error
    }
  },
})
