import { randomBytes } from 'node:crypto'
import type { SimulatorApp, World } from '../../world.ts'
import { TENCENT_ADS } from '../accounts.ts'
import { givenTokens } from '../givenTokens.ts'
import { DONE, refusal, type TencentCode } from './answers.ts'

const LIFE_SECONDS = 86_400
const REFRESH_LIFE_SECONDS = 2_592_000

const PROBLEMS = { good: undefined, ended: 11000, unknown: 11002 } as const

/** Access tokens: one that lasts, and those that the grant of the account gives, each good for a day. */
export const oauthTokens = ({ now }: World) => {
  const tokens = givenTokens(now, LIFE_SECONDS)

  const give = () => {
    const data = {
      access_token: tokens.add(randomBytes(16).toString('hex')),
      access_token_expires_in: LIFE_SECONDS,
      refresh_token_expires_in: REFRESH_LIFE_SECONDS,
    }
    return { ...DONE, data }
  }

  const serve = (app: SimulatorApp): void => {
    app.get('/tencent_ads/oauth/token', (c) => {
      const { client_id, client_secret, grant_type, refresh_token } = c.req.query()
      const fault = c.get('fault')
      if (fault === 'ok_with_failure') return c.json(refusal(10000))
      if (fault === 'expired_token') return c.json(refusal(11012))
      const isClient = client_id === TENCENT_ADS.oauthClientId && client_secret === TENCENT_ADS.oauthClientSecret
      if (!isClient || fault === 'refuse_signature') return c.json(refusal(11007))
      if (grant_type !== 'refresh_token') return c.json(refusal(34109, 'grant_type'))
      const isGranted = refresh_token === TENCENT_ADS.oauthRefreshToken
      return c.json(isGranted ? give() : refusal(11010))
    })
  }

  /** The code that refuses a token; undefined when it is good. */
  const problemWith = (token: string): TencentCode | undefined => {
    if (token === '') return 11005
    if (token === TENCENT_ADS.accessToken) return undefined
    return PROBLEMS[tokens.stateOf(token)]
  }

  return { serve, problemWith }
}

export type OauthTokens = ReturnType<typeof oauthTokens>
