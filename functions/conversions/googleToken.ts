import * as z from 'zod'
import type { OutAnswer, OutRequest } from '../../shared/outbound/callOut.ts'
import type { OauthGrant } from '../../shared/platforms/oauthGrant.ts'
import { atBase } from '../../shared/platforms/ownAddress.ts'
import { parseJson } from '../../shared/platforms/parseJson.ts'
import type { GivenToken } from '../../shared/providers/accessToken.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'

const ENDPOINT = 'https://oauth2.googleapis.com/token'
const provider = 'google_ads'

const Given = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })
const Refused = z.object({ error: z.string().regex(/^[a-z_]{1,48}$/) })

type Asking = OauthGrant & { baseUrl?: string | undefined }

const failureOf = (answer: OutAnswer): ProviderFailure => {
  if ('failed' in answer) return new ProviderFailure({ provider, kind: 'unreachable', code: answer.failed })
  const code = Refused.safeParse(parseJson(answer.body)).data?.error ?? `http_${answer.status}`
  return new ProviderFailure({ provider, kind: answer.status >= 500 ? 'unreachable' : 'refused', code })
}

/** Asks Google for an access token. Fails with a ProviderFailure. */
export const googleToken = async (
  call: (request: OutRequest) => Promise<OutAnswer>,
  { oauthClientId, oauthClientSecret, oauthRefreshToken, baseUrl }: Asking,
): Promise<GivenToken> => {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: oauthClientId,
    client_secret: oauthClientSecret,
    refresh_token: oauthRefreshToken,
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await call({ url: atBase(ENDPOINT, baseUrl), method: 'POST', headers, body })
  const given = 'status' in answer && answer.status === 200 ? Given.safeParse(parseJson(answer.body)).data : undefined
  if (!given) throw failureOf(answer)
  return { token: given.access_token, seconds: given.expires_in }
}
