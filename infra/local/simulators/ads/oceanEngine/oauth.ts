import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { OCEAN_ENGINE } from '../accounts.ts'
import { givenTokens } from '../givenTokens.ts'
import { DONE, type OceanEngineCode, refusal } from './answers.ts'

const LIFE_SECONDS = 86_400
const REFRESH_LIFE_SECONDS = 2_592_000

const PROBLEMS = { good: undefined, ended: 40102, unknown: 40105 } as const

/** As the official client asks. */
const Asked = z.strictObject({ app_id: z.int(), secret: z.string(), refresh_token: z.string() })

/** Access tokens of the marketing API: one that lasts, and those of a day that the grant gives. Each refresh token is good once, for the next pair. */
export const oauthTokens = ({ now }: World) => {
  const tokens = givenTokens(now, LIFE_SECONDS)
  let granted: string = OCEAN_ENGINE.oauthRefreshToken

  const give = () => {
    granted = randomBytes(20).toString('hex')
    const pair = {
      access_token: tokens.add(randomBytes(20).toString('hex')),
      expires_in: LIFE_SECONDS,
      refresh_token: granted,
      refresh_token_expires_in: REFRESH_LIFE_SECONDS,
    }
    return { ...DONE, data: pair }
  }

  const serve = (app: SimulatorApp): void => {
    app.post('/ocean_engine/open_api/oauth2/refresh_token/', async (c) => {
      const fault = c.get('fault')
      if (fault === 'ok_with_failure') return c.json(refusal(50000))
      if (fault === 'expired_token') return c.json(refusal(40103))
      const { data } = Asked.safeParse(parseJson(await c.req.text()))
      if (!data) return c.json(refusal(40000, 'the body'))
      const isApp = String(data.app_id) === OCEAN_ENGINE.oauthClientId && data.secret === OCEAN_ENGINE.oauthClientSecret
      if (!isApp || fault === 'refuse_signature') return c.json(refusal(40101))
      return c.json(data.refresh_token === granted ? give() : refusal(40107))
    })
  }

  /** The code that refuses a token; undefined when it is good. */
  const problemWith = (token: string | undefined): OceanEngineCode | undefined => {
    if (token === OCEAN_ENGINE.accessToken) return undefined
    if (!token) return 40104
    return PROBLEMS[tokens.stateOf(token)]
  }

  return { serve, problemWith }
}

export type OauthTokens = ReturnType<typeof oauthTokens>
