import * as z from 'zod'
import type { LoginReader } from '../providers/loginReader.ts'
import { ProviderFailure } from '../providers/providerFailure.ts'
import { callWechat, type WechatApp } from './call.ts'

/** The session key is not read: nothing here needs it, and nobody else may have it. */
const Answer = z.object({ openid: z.string().min(1), unionid: z.string().min(1).optional() })

/** Expired or wrong, used before, and of somebody whom WeChat holds for risky: it lets none of them in. */
const BAD_CODES = new Set(['40029', '40163', '40226'])

/** Reads login codes by `jscode2session` of a mini program: each is good once, for 5 minutes. */
export const wechatCodeSession = (app: WechatApp): LoginReader => ({
  async read(code) {
    const query = { appid: app.appId, secret: app.appSecret, js_code: code, grant_type: 'authorization_code' }
    try {
      return { status: 'read', person: await callWechat(app, { path: '/sns/jscode2session', query }, Answer) }
    } catch (error) {
      if (error instanceof ProviderFailure && BAD_CODES.has(error.code ?? '')) return { status: 'bad_code' }
      throw error
    }
  },
})
