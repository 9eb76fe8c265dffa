import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { ProviderFailure } from '../providers/providerFailure.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { open, seal } from '../security/sealing.ts'
import type { ProviderTokenStore, StoredToken, TokenPlace } from '../store/providerTokenStore.ts'
import type { WechatApp } from './call.ts'
import { stableToken, type WechatToken } from './stableToken.ts'

/** Within the 5 minutes in which WeChat gives the next token and takes the old one. */
const RENEW_MS_BEFORE_END = 240_000

/** A token that ends sooner may be gone before it arrives. */
const SPARE_MS = 10_000

/** Longer than the two calls that a renewal may take. */
const LEASE_MS = 15_000

/** How long a caller without any token waits for another's renewal, and how often it looks. */
const PATIENCE_MS = 10_000
const LOOK_MS = 100

/** WeChat no longer takes the token: wrong, malformed, expired. */
const REJECTIONS = new Set(['40001', '40014', '42001'])

const isRejection = (error: unknown): boolean =>
  error instanceof ProviderFailure && error.code !== undefined && REJECTIONS.has(error.code)

type Deps = {
  app: WechatApp
  place: TokenPlace
  tokens: ProviderTokenStore
  ring: () => Promise<KeyRing>
  now: () => Date
}

/** A token to call with, and the id that it is told from others by. */
type Current = { token: string; tokenId: string }

/** Makes calls with the app's token; a call that WeChat refuses for its token is made once more with a new one. */
export type AccessToken = { use<Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> }

const idOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 32)

const subjectOf = ({ kind, connectionId }: TokenPlace): string => `token/${kind}/${connectionId}`

const opened = async ({ ring, place }: Deps, stored: StoredToken): Promise<Current> => ({
  token: z.string().parse(await open(await ring(), subjectOf(place), stored)),
  tokenId: stored.tokenId,
})

const sealed = async ({ ring, place, app, now }: Deps, { token, seconds }: WechatToken): Promise<StoredToken> => {
  const end = now().getTime() + seconds * 1000
  return {
    tokenId: idOf(token),
    account: app.appId,
    expiresAt: new Date(end).toISOString(),
    renewAt: new Date(end - RENEW_MS_BEFORE_END).toISOString(),
    ...seal(await ring(), subjectOf(place), token),
  }
}

/** WeChat's token, forced only when it would give the rejected one again. */
const asked = async ({ app }: Deps, rejected: string | undefined): Promise<WechatToken> => {
  const given = await stableToken(app, false)
  return idOf(given.token) === rejected ? stableToken(app, true) : given
}

/** Renews the token under a lease that is ended whatever happens. */
const renewed = async (deps: Deps, holder: string, rejected: string | undefined): Promise<Current> => {
  const { tokens, place } = deps
  try {
    const given = await asked(deps, rejected)
    await tokens.renew(place, holder, await sealed(deps, given))
    return { token: given.token, tokenId: idOf(given.token) }
  } catch (error) {
    await tokens.release(place, holder)
    throw error
  }
}

const isUsable = ({ app, now }: Deps, { account, expiresAt }: StoredToken): boolean =>
  account === app.appId && Date.parse(expiresAt) > now().getTime() + SPARE_MS

/** The stored token, or a renewed one when this caller got the lease, or nothing while another renews it. */
const look = async (deps: Deps, rejected: string | undefined): Promise<Current | undefined> => {
  const { tokens, place } = deps
  const stored = await tokens.find(place)
  const good = stored && stored.tokenId !== rejected && isUsable(deps, stored) ? stored : undefined
  const now = deps.now().getTime()
  if (good && Date.parse(good.renewAt) > now) return opened(deps, good)
  const holder = randomUUID()
  const leased = await tokens.lease(place, { holder, now, until: now + LEASE_MS, seen: stored?.tokenId })
  if (!leased) return good && opened(deps, good)
  return renewed(deps, holder, rejected).catch((error: unknown) => {
    if (good) return opened(deps, good)
    throw error
  })
}

const current = async (deps: Deps, rejected?: string): Promise<Current> => {
  const end = performance.now() + PATIENCE_MS
  while (performance.now() < end) {
    const found = await look(deps, rejected)
    if (found) return found
    await pause(LOOK_MS)
  }
  throw new ProviderFailure({ provider: 'wechat', kind: 'timeout', code: 'token_renewal' })
}

/** The access token of a WeChat app, kept in the table, sealed, and renewed early by one caller while the others use the old one. */
export const wechatAccessToken = (deps: Deps): AccessToken => ({
  async use(call) {
    const { token, tokenId } = await current(deps)
    try {
      return await call(token)
    } catch (error) {
      if (!isRejection(error)) throw error
      return call((await current(deps, tokenId)).token)
    }
  },
})
