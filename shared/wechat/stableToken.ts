import * as z from 'zod'
import type { GivenToken } from '../providers/accessToken.ts'
import { callWechat, type WechatApp } from './call.ts'

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

/**
 * Asks for an app's access token. WeChat gives the same one until 5 minutes before its end, then the next, both valid
 * meanwhile. `force` ends the old one at once: 20 times a day, 30 s apart.
 */
export const stableToken = async (app: WechatApp, force: boolean): Promise<GivenToken> => {
  const body = { grant_type: 'client_credential', appid: app.appId, secret: app.appSecret, force_refresh: force }
  const { access_token: token, expires_in: seconds } = await callWechat(
    app,
    { path: '/cgi-bin/stable_token', body },
    Answer,
  )
  return { token, seconds }
}
