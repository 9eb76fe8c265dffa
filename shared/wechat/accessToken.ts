import { type AccessToken, keptAccessToken, type TokenDeps } from '../providers/accessToken.ts'
import type { WechatApp } from './call.ts'
import { stableToken } from './stableToken.ts'

/** Within the 5 minutes in which WeChat gives the next token and takes the old one. */
const OVERLAP_MS = 240_000

/** The access token of a WeChat app; one is forced only when WeChat would give the rejected one again. */
export const wechatAccessToken = ({ app, ...deps }: TokenDeps & { app: WechatApp }): AccessToken =>
  keptAccessToken({
    ...deps,
    provider: 'wechat',
    account: app.appId,
    overlapMs: OVERLAP_MS,
    ask: async (isRejected) => {
      const given = await stableToken(app, false)
      return isRejected(given.token) ? stableToken(app, true) : given
    },
  })
