import * as z from 'zod'
import { JSON_HEADERS, type PlatformAnswer, type PlatformRequest } from './conversions/adapter.ts'
import { atBase } from './ownAddress.ts'
import { type TokenAnswer, tokenAnswer } from './tokenAnswer.ts'

const ENDPOINT = 'https://ad.oceanengine.com/open_api/oauth2/refresh_token/'

/** The app that the owner of an account let in; its id is a number. */
export type OceanEngineApp = { appId: string; secret: string; baseUrl?: string | undefined }

const Given = z
  .object({
    code: z.literal(0),
    data: z.object({
      access_token: z.string().min(1),
      expires_in: z.number().positive(),
      refresh_token: z.string().min(1),
      refresh_token_expires_in: z.number().positive(),
    }),
  })
  .transform(({ data }) => ({
    token: data.access_token,
    seconds: data.expires_in,
    next: { refreshToken: data.refresh_token, seconds: data.refresh_token_expires_in },
  }))

/** Asks for an access token of the marketing API, as its official client does. A refresh token is good for one such request. */
export const askForOceanEngineToken = (
  { appId, secret, baseUrl }: OceanEngineApp,
  refreshToken: string,
): PlatformRequest => ({
  url: atBase(ENDPOINT, baseUrl),
  method: 'POST',
  headers: { ...JSON_HEADERS },
  // An int64, which a number does not hold: its digits are written as they are.
  body: `{"app_id":${appId},${JSON.stringify({ secret, refresh_token: refreshToken }).slice(1)}`,
})

const PASSING = new Set([40100, 50000])

/** Whether the same call may be answered otherwise another time: too many requests, and a failure of its own. As clients read the codes: no document says so. */
export const oceanEnginePasses = (code: number): boolean => PASSING.has(code)

/** The token, and the refresh token that gets the next one. */
export const oceanEngineTokenIn = (answer: PlatformAnswer): TokenAnswer => tokenAnswer(answer, Given, oceanEnginePasses)
