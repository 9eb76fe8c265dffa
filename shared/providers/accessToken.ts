import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { KeyRing } from '../security/keyRing.ts'
import { open, seal } from '../security/sealing.ts'
import type { ProviderTokenStore, StoredToken, TokenPlace } from '../store/providerTokenStore.ts'
import { ProviderFailure } from './providerFailure.ts'

/** A token that ends sooner may be gone before it arrives. */
const SPARE_MS = 10_000

/** Longer than the two calls that a renewal may take. */
const LEASE_MS = 15_000

/** How long a caller without any token waits for another's renewal, and how often it looks. */
const PATIENCE_MS = 10_000
const LOOK_MS = 100

/** The provider no longer takes the token: as WeChat and WeCom say it (wrong, malformed, expired), and as our callers of others do. */
const REJECTIONS = new Set(['40001', '40014', '42001', 'token_expired'])

const isRejection = (error: unknown): boolean =>
  error instanceof ProviderFailure && error.code !== undefined && REJECTIONS.has(error.code)

/** A token of a provider, good for so many seconds; `next` gets the next one, where each can be got with another token only. */
export type GivenToken = { token: string; seconds: number; next?: { refreshToken: string; seconds: number } }

/** Where a token is kept, and what with. */
export type TokenDeps = {
  place: TokenPlace
  tokens: ProviderTokenStore
  ring: () => Promise<KeyRing>
  now: () => Date
}

/** Who gives tokens: to which account or by which grant, and how they are asked. */
export type TokenGiver = {
  provider: string
  account: string
  /** For how long before the end of a token the next one is given and both are good; 0 when the old one is given until then. */
  overlapMs: number
  /** Asks for a token, of which `isRejected` says whether it is the very one that was refused; with the refresh token that came with the last one, if any did. */
  ask: (isRejected: (token: string) => boolean, refreshToken?: string) => Promise<GivenToken>
}

type Deps = TokenDeps & TokenGiver

/** A token to call with, and the id that it is told from others by. */
type Current = { token: string; tokenId: string }

/** Makes calls with an account's token; a call that is refused for its token is made once more with a new one. */
export type AccessToken = { use<Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> }

/** What a token, or what gives tokens, is told from others by; it does not tell them. */
export const tokenIdOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 32)

const subjectOf = ({ kind, connectionId }: TokenPlace): string => `token/${kind}/${connectionId}`

/** What is sealed: a token, with what gets the next one where that came with it. */
const Sealed = z.union([
  z.string().transform((token) => ({ token, refreshToken: undefined })),
  z.object({ token: z.string(), refreshToken: z.string() }),
])

const unsealed = async ({ ring, place }: Deps, stored: StoredToken) =>
  Sealed.parse(await open(await ring(), subjectOf(place), stored))

const opened = async (deps: Deps, stored: StoredToken): Promise<Current> => ({
  token: (await unsealed(deps, stored)).token,
  tokenId: stored.tokenId,
})

const sealed = async (deps: Deps, { token, seconds, next }: GivenToken): Promise<StoredToken> => {
  const { ring, place, account, overlapMs, now } = deps
  const after = (ms: number) => new Date(now().getTime() + ms).toISOString()
  return {
    tokenId: tokenIdOf(token),
    account,
    expiresAt: after(seconds * 1000),
    renewAt: after(seconds * 1000 - overlapMs),
    ...(next && { keptUntil: after(next.seconds * 1000) }),
    ...seal(await ring(), subjectOf(place), next ? { token, refreshToken: next.refreshToken } : token),
  }
}

/** What came with the last token, however long ago that ended. */
const refreshTokenIn = async (deps: Deps, stored: StoredToken | undefined): Promise<string | undefined> =>
  stored?.account === deps.account ? (await unsealed(deps, stored)).refreshToken : undefined

/** Renews the token under a lease that is ended whatever happens. */
const renewed = async (
  deps: Deps,
  holder: string,
  { rejected, stored }: { rejected: string | undefined; stored: StoredToken | undefined },
): Promise<Current> => {
  const { tokens, place, ask } = deps
  try {
    const given = await ask((token) => tokenIdOf(token) === rejected, await refreshTokenIn(deps, stored))
    await tokens.renew(place, holder, await sealed(deps, given))
    return { token: given.token, tokenId: tokenIdOf(given.token) }
  } catch (error) {
    await tokens.release(place, holder)
    throw error
  }
}

const isUsable = ({ account: own, now }: Deps, { account, expiresAt }: StoredToken): boolean =>
  account === own && Date.parse(expiresAt) > now().getTime() + SPARE_MS

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
  return renewed(deps, holder, { rejected, stored }).catch((error: unknown) => {
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
  throw new ProviderFailure({ provider: deps.provider, kind: 'timeout', code: 'token_renewal' })
}

/** The access token of an account, kept in the table, sealed, and renewed by one caller while the others use the old one as long as it is good. */
export const keptAccessToken = (deps: Deps): AccessToken => ({
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
