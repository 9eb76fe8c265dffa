import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { Problem } from '../contract/problem.ts'
import { type HttpEnv, sourceAddressOf } from '../runtime/http.ts'
import { holderOf, type Operator } from '../runtime/principal.ts'
import { isKey, keyIdOf } from '../security/apiKey.ts'
import { blindIndex } from '../security/blindIndex.ts'
import type { KeyRing } from '../security/keyRing.ts'
import type { ApiKeyStore } from '../store/apiKeyStore.ts'
import type { LimitStore } from '../store/limitStore.ts'
import type { SessionStore } from '../store/sessionStore.ts'

/** What somebody who is signed in is known by. */
export type StaffDeps = {
  sessions: Pick<SessionStore, 'find'>
  keys: Pick<ApiKeyStore, 'find'>
  now: () => Date
}

/** What somebody signs in with. */
export type SignInDeps = StaffDeps & { sessions: SessionStore; limits: LimitStore; ring: () => Promise<KeyRing> }

const SESSION_SECONDS = 12 * 3600

/** Failed sign-ins from one address. */
const TRIES = { most: 10, seconds: 15 * 60 }

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex')

/** Whether the browser reached the gateway over TLS; on the laptop it did not, and a browser keeps no cookie of `__Host-` then. */
const isSecure = (c: Context<HttpEnv>): boolean => c.env.event.headers['x-forwarded-proto'] === 'https'

const cookieName = (c: Context<HttpEnv>): string => (isSecure(c) ? '__Host-tuoke' : 'tuoke')

const setSession = (c: Context<HttpEnv>, value: string, maxAge: number): void =>
  setCookie(c, cookieName(c), value, { path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c), maxAge })

/** A form of another site must not act for somebody who is signed in: browsers say where a request comes from. */
export const refuseOtherSites = (c: Context<HttpEnv>): void => {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const isOwnOrigin = origin !== undefined && URL.canParse(origin) && new URL(origin).host === c.req.header('host')
  const isOwn = site === undefined ? isOwnOrigin : site === 'same-origin'
  if (!isOwn) throw new Problem('cross_site', 'Send the form from the console itself.')
}

/** Who is signed in: a session lives twelve hours, and no longer than its key. */
export const operatorOf = async (
  { sessions, keys, now }: StaffDeps,
  c: Context<HttpEnv>,
): Promise<Operator | undefined> => {
  const id = getCookie(c, cookieName(c))
  const session = id === undefined ? undefined : await sessions.find(hashOf(id))
  const at = now().toISOString()
  if (!session || session.expiresAt <= at) return undefined
  const key = await keys.find(session.keyId)
  if (!key || (key.expiresAt !== undefined && key.expiresAt <= at)) return undefined
  return holderOf(key)
}

/** Signs in with an API key; false when it is not one. Ends in the problem `too_many_tries` when an address failed too often. */
export const signIn = async (deps: SignInDeps, c: Context<HttpEnv>, key: string): Promise<boolean> => {
  const { keys, limits, sessions, ring, now } = deps
  const at = now()
  const index = blindIndex(await ring(), 'sign-in', sourceAddressOf(c)).toString('base64url')
  const wait = await limits.take(index, TRIES, at)
  if (wait !== undefined)
    throw new Problem('too_many_tries', `Try again in ${Math.ceil(wait / 60)} minutes.`, {
      headers: { 'retry-after': String(wait) },
    })
  const stored = await keys.find(keyIdOf(key) ?? '-')
  const isExpired = stored?.expiresAt !== undefined && stored.expiresAt <= at.toISOString()
  if (!stored || isExpired || !isKey(key, stored.hash)) return false
  await limits.giveBack(index, TRIES, at)
  const id = randomBytes(32).toString('base64url')
  const expiresAt = new Date(at.getTime() + SESSION_SECONDS * 1000).toISOString()
  await sessions.create(hashOf(id), { keyId: stored.keyId, expiresAt })
  setSession(c, id, SESSION_SECONDS)
  return true
}

export const signOut = async ({ sessions }: Pick<SignInDeps, 'sessions'>, c: Context<HttpEnv>): Promise<void> => {
  const id = getCookie(c, cookieName(c))
  if (id !== undefined) await sessions.remove(hashOf(id))
  setSession(c, '', 0)
}
