import * as z from 'zod'
import { type AccessToken, type GivenToken, keptAccessToken, type TokenDeps } from '../providers/accessToken.ts'
import { callWecom, type WecomCorp } from './call.ts'

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

const corpToken = async (corp: WecomCorp): Promise<GivenToken> => {
  const query = { corpid: corp.corpId, corpsecret: corp.secret }
  const { access_token: token, expires_in: seconds } = await callWecom(
    corp,
    { path: '/cgi-bin/gettoken', query },
    Answer,
  )
  return { token, seconds }
}

/** The access token of a company's app. WeCom gives the same one until it ends, or until WeCom itself ends it early. */
export const wecomAccessToken = ({ corp, ...deps }: TokenDeps & { corp: WecomCorp }): AccessToken =>
  keptAccessToken({
    ...deps,
    provider: 'wecom',
    account: corp.corpId,
    overlapMs: 0,
    ask: () => corpToken(corp),
  })
