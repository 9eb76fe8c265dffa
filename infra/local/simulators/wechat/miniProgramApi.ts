import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { openidOf } from '../people/people.ts'
import type { SimulatorApp, World } from '../world.ts'
import { bodyOf, refused } from './answers.ts'
import { MINI_PROGRAM } from './app.ts'
import type { LoginCodes } from './loginCodes.ts'
import type { PhoneCodes } from './phoneCodes.ts'
import { type AppTokens, appOf } from './tokenApi.ts'

const PhoneNumber = z.object({ code: z.string().min(1) })

type Query = { appid?: string; secret?: string; js_code?: string; grant_type?: string }

/** Who opened the mini program. An official account has no such sessions. */
const sessionAnswer = ({ appid, secret, js_code, grant_type }: Query, codes: LoginCodes): object => {
  const known = appOf(appid, secret)
  if (!('app' in known)) return known
  if (grant_type !== 'authorization_code') return refused(40002)
  if (known.app !== MINI_PROGRAM) return refused(48001)
  const used = codes.use(js_code ?? '')
  if (!('person' in used)) return used
  const { person } = used
  const openid = openidOf(person, MINI_PROGRAM.appId)
  return { session_key: randomBytes(16).toString('base64'), openid, unionid: person.unionid }
}

const phoneAnswer = (text: string, codes: PhoneCodes, now: Date): object => {
  const body = bodyOf(text, PhoneNumber)
  const tapped = body && codes.use(body.code, MINI_PROGRAM.appId)
  if (!tapped) return refused(40029)
  const { phone, countryCode } = tapped
  const watermark = { timestamp: Math.floor(now.getTime() / 1000), appid: MINI_PROGRAM.appId }
  // WeChat sends the code as a number where its documentation says text.
  const country = { countryCode: Number(countryCode) }
  const phoneNumber = countryCode === '86' ? phone : `+${countryCode}${phone}`
  return { errcode: 0, errmsg: 'ok', phone_info: { phoneNumber, purePhoneNumber: phone, ...country, watermark } }
}

type Parts = { tokens: AppTokens; phones: PhoneCodes; logins: LoginCodes }

/** WeChat's server API for a mini program: sessions and phone numbers. */
export const miniProgramApi = (app: SimulatorApp, { now }: World, { tokens, phones, logins }: Parts): void => {
  app.get('/wechat/sns/jscode2session', (c) => c.json(sessionAnswer(c.req.query(), logins)))
  app.post(
    '/wechat/wxa/business/getuserphonenumber',
    tokens.guarded(MINI_PROGRAM, async (c) => phoneAnswer(await c.req.text(), phones, now())),
  )
}
