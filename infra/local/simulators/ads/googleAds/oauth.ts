import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { SimulatorApp, SimulatorEnv, World } from '../../world.ts'
import { GOOGLE_ADS } from '../accounts.ts'
import { givenTokens } from '../givenTokens.ts'
import { googleError } from './answers.ts'

const LIFE_SECONDS = 3599
const SCOPE = 'https://www.googleapis.com/auth/datamanager'

/** Google's token endpoint: a refresh token is good for access tokens of an hour, all of them valid at once. */
export const oauthTokens = ({ now }: World) => {
  const tokens = givenTokens(now, LIFE_SECONDS)

  const give = () => {
    const token = tokens.add(`ya29.${randomBytes(60).toString('base64url')}`)
    return { access_token: token, expires_in: LIFE_SECONDS, scope: SCOPE, token_type: 'Bearer' }
  }

  const serve = (app: SimulatorApp): void => {
    app.post('/google_ads/token', async (c) => {
      const sent = new URLSearchParams(await c.req.text())
      const isClient =
        sent.get('client_id') === GOOGLE_ADS.oauthClientId && sent.get('client_secret') === GOOGLE_ADS.oauthClientSecret
      if (!isClient) return c.json({ error: 'invalid_client' }, 401)
      if (sent.get('grant_type') !== 'refresh_token') return c.json({ error: 'unsupported_grant_type' }, 400)
      const isGranted = sent.get('refresh_token') === GOOGLE_ADS.oauthRefreshToken
      return isGranted ? c.json(give()) : c.json({ error: 'invalid_grant' }, 400)
    })
  }

  /** The answer that refuses a call without a valid token; undefined when it has one. */
  const refusal = (c: Context<SimulatorEnv>): Response | undefined => {
    const isRefused = ['expired_token', 'refuse_signature'].includes(c.get('fault') ?? '')
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    return tokens.stateOf(token) === 'good' && !isRefused ? undefined : googleError(c, 'UNAUTHENTICATED')
  }

  return { serve, refusal }
}

export type OauthTokens = ReturnType<typeof oauthTokens>
