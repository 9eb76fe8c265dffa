import { html } from 'hono/html'
import * as z from 'zod'
import type { Html } from '../../../../shared/web/html.ts'
import { bounded } from '../bounded.ts'
import { act } from '../control.ts'
import { timeOf } from '../page/timeOf.ts'
import type { Simulator, SimulatorApp, World } from '../world.ts'
import { MINI_PROGRAM } from './app.ts'
import { PhoneCodeInput, phoneCodes } from './phoneCodes.ts'
import { accessTokens } from './tokens.ts'

const StableToken = z.object({
  grant_type: z.literal('client_credential'),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().default(false),
})

const PhoneNumber = z.object({ code: z.string().min(1) })

type Tokens = ReturnType<typeof accessTokens>
type Codes = ReturnType<typeof phoneCodes>

/** The error that WeChat answers with, inside HTTP 200. */
const refused = (errcode: number) => ({ errcode, errmsg: `simulated error ${errcode}` })

const bodyOf = <Body>(text: string, schema: z.ZodType<Body>): Body | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const tokenAnswer = (text: string, tokens: Tokens) => {
  const body = bodyOf(text, StableToken)
  if (!body) return refused(40002)
  if (body.appid !== MINI_PROGRAM.appId) return refused(40013)
  return body.secret === MINI_PROGRAM.appSecret ? tokens.give(body.force_refresh) : refused(40125)
}

const phoneAnswer = (text: string, codes: Codes, now: Date) => {
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

const api = (app: SimulatorApp, now: () => Date, tokens: Tokens, codes: Codes): void => {
  app.post('/wechat/cgi-bin/stable_token', async (c) => c.json(tokenAnswer(await c.req.text(), tokens)))
  app.post('/wechat/wxa/business/getuserphonenumber', async (c) => {
    const isRefused = c.get('fault') === 'refuse_signature'
    const problem = isRefused ? 40001 : tokens.problem(c.req.query('access_token'))
    return c.json(problem ? refused(problem) : phoneAnswer(await c.req.text(), codes, now()))
  })
}

type Tap = { phone: string; code: string; expiresAt: string }

const tapRow = ({ phone, code, expiresAt }: Tap): Html =>
  html`<tr><td>${phone}</td><td><code>${code}</code></td><td>${timeOf(expiresAt)} 前有效</td></tr>`

const panel = (taps: readonly Tap[]): Html =>
  html`<section class="card"><h2>微信手机号授权</h2>
<form method="post" action="/_sim/wechat/phone-codes">
<input type="hidden" name="appId" value="${MINI_PROGRAM.appId}">
<div class="field"><label for="tap">点按“允许”的手机号</label><input id="tap" name="phone" inputmode="numeric" required></div>
<button>生成授权码</button>
</form>
<table>${taps.map(tapRow)}</table></section>`

/** WeChat's server API for a mini program: access tokens and phone numbers. */
export const wechat = ({ now }: World): Simulator => {
  const tokens = accessTokens(now)
  const codes = phoneCodes(now)
  const taps = bounded<Tap>(10)
  const tap = (input: PhoneCodeInput): Tap => taps.add({ phone: input.phone, ...codes.make(input) })
  return {
    name: 'wechat',
    routes: (app) => {
      api(app, now, tokens, codes)
      app.post('/_sim/wechat/phone-codes', act(PhoneCodeInput, tap))
      app.delete('/_sim/wechat/tokens', (c) => {
        tokens.revoke()
        return c.body(null, 204)
      })
    },
    panel: () => panel(taps.newest()),
  }
}
