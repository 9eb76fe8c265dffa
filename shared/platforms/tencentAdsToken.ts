import * as z from 'zod'
import type { PlatformAnswer, PlatformRequest } from './conversions/adapter.ts'
import { tencentPasses } from './conversions/tencentAdsActions.ts'
import type { OauthGrant } from './oauthGrant.ts'
import { atBase } from './ownAddress.ts'
import { type TokenAnswer, tokenAnswer } from './tokenAnswer.ts'

const ENDPOINT = 'https://api.e.qq.com/oauth/token'

type Asking = OauthGrant & { baseUrl?: string | undefined }

const Given = z
  .object({
    code: z.literal(0),
    data: z.object({ access_token: z.string().min(1), access_token_expires_in: z.number().positive() }),
  })
  .transform(({ data }) => ({ token: data.access_token, seconds: data.access_token_expires_in }))

/** Asks for an access token (reference §1.1). The secret goes into the query: it is taken nowhere else. */
export const askForTencentToken = ({ baseUrl, ...grant }: Asking): PlatformRequest => {
  const url = new URL(atBase(ENDPOINT, baseUrl))
  url.searchParams.set('client_id', grant.oauthClientId)
  url.searchParams.set('client_secret', grant.oauthClientSecret)
  url.searchParams.set('grant_type', 'refresh_token')
  url.searchParams.set('refresh_token', grant.oauthRefreshToken)
  return { url: url.href, method: 'GET', headers: {} }
}

/** The token; the refresh token stays the same. */
export const tencentTokenIn = (answer: PlatformAnswer): TokenAnswer => tokenAnswer(answer, Given, tencentPasses)
