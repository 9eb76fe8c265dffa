import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '../contract/problem.ts'
import type { Campaign } from '../domain/campaign.ts'
import { isOriginAllowed } from '../domain/origin.ts'
import type { HttpEnv } from './http.ts'

const PREFLIGHT_SECONDS = '7200'

/** Our own pages post to their own host; no campaign need list it. */
const isOwnOrigin = (c: Context<HttpEnv>, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === c.env.event.headers.host

const refusal = (origin: string, { campaignId }: Campaign) =>
  new Problem('origin_not_allowed', `Add ${origin.slice(0, 253)} to allowedOrigins of the campaign ${campaignId}.`)

/** Lets pages of the campaign's origins call, answers their preflights, and refuses all other origins. `campaignOf` ends in a problem when there is no campaign. */
export const crossOrigin =
  (campaignOf: (c: Context<HttpEnv>) => Promise<Campaign>): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const origin = c.req.header('origin')
    c.header('vary', 'Origin')
    if (origin === undefined || isOwnOrigin(c, origin)) return next()
    // Which origins may read this is known only once the campaign is: an unknown campaign is no secret.
    c.header('access-control-allow-origin', '*')
    const campaign = await campaignOf(c)
    c.header('access-control-allow-origin', undefined)
    if (!isOriginAllowed(campaign.settings.allowedOrigins, origin)) throw refusal(origin, campaign)
    c.header('access-control-allow-origin', origin)
    c.header('access-control-expose-headers', 'x-request-id, idempotent-replayed, retry-after')
    if (c.req.method !== 'OPTIONS') return next()
    c.header('access-control-allow-methods', 'GET, POST, PATCH')
    c.header('access-control-allow-headers', 'authorization, content-type, idempotency-key, if-match')
    c.header('access-control-max-age', PREFLIGHT_SECONDS)
    return c.body(null, 204)
  }
