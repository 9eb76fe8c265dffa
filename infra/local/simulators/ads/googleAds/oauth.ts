import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { SimulatorApp, SimulatorEnv, World } from '../../world.ts'
import { GOOGLE_ADS } from '../accounts.ts'
import { googleError } from './answers.ts'

const LIFE_SECONDS = 3599
const SCOPE = 'https://www.googleapis.com/auth/datamanager'
const MOST_TOKENS = 100

/** Google's token endpoint: a refresh token is good for access tokens of an hour, all of them valid at once. */
export const oauthTokens = ({ now }: World) => {
  const ends = new Map<string, number>()

  const give = () => {
    const token = `ya29.${randomBytes(60).toString('base64url')}`
    const [oldest] = ends.keys()
    if (oldest !== undefined && ends.size >= MOST_TOKENS) ends.delete(oldest)
    ends.set(token, now().getTime() + LIFE_SECONDS * 1000)
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
    const isValid = (ends.get(token) ?? 0) > now().getTime()
    return isValid && !isRefused ? undefined : googleError(c, 'UNAUTHENTICATED')
  }

  return { serve, refusal }
}

export type OauthTokens = ReturnType<typeof oauthTokens>
