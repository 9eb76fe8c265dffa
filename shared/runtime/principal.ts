import type { Caller } from '../contract/endpoint.ts'
import { Problem } from '../contract/problem.ts'
import { isForPartners, type Scope } from '../contract/scope.ts'
import { isKey, keyIdOf } from '../security/apiKey.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { verifyLeadToken } from '../security/leadToken.ts'

/** Somebody with an API key; with `partnerId`, somebody of that partner. */
export type Operator = { kind: 'operator'; keyId: string; scopes: readonly Scope[]; partnerId?: string | undefined }

/** Who sent a request, as far as it matters to the operation. */
export type Principal = { kind: 'public' } | { kind: 'lead'; leadId: string; phoneVerified: boolean } | Operator

type HashedKey = {
  keyId: string
  hash: string
  scopes: readonly Scope[]
  expiresAt?: string | undefined
  partnerId?: string | undefined
}

/** What recognising a caller needs; a function that serves no operators leaves `findKey` out. */
export type Credentials = {
  ring?: () => Promise<KeyRing>
  findKey?: (keyId: string) => Promise<HashedKey | undefined>
  now: () => Date
}

const CHALLENGE = { headers: { 'www-authenticate': 'Bearer' } }

const bearerOf = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]

const unauthenticated = (detail: string) => new Problem('unauthenticated', detail, CHALLENGE)

const leadOf = async (token: string, { ring, now }: Credentials): Promise<Principal> => {
  if (!ring) throw new Error('this function cannot verify lead tokens')
  const verified = verifyLeadToken(await ring(), token, now())
  if (verified === 'expired')
    throw new Problem('token_expired', 'Submit the form again: the answer carries a fresh token.', CHALLENGE)
  if (verified === 'invalid')
    throw unauthenticated('Send the lead token that came with the verdict as "Authorization: Bearer <token>".')
  return { kind: 'lead', ...verified }
}

const requirePhone = (principal: Principal): void => {
  if (principal.kind === 'lead' && !principal.phoneVerified)
    throw new Problem('phone_not_verified', 'Use the lead token that a registration answered with.')
}

/** Who holds a key. With a partner's key only scopes of partners count: the operations of all others show everybody's leads. */
export const holderOf = ({ keyId, scopes, partnerId }: Omit<HashedKey, 'hash' | 'expiresAt'>): Operator => ({
  kind: 'operator',
  keyId,
  scopes: partnerId === undefined ? scopes : scopes.filter(isForPartners),
  partnerId,
})

const operatorOf = async (key: string, { findKey, now }: Credentials): Promise<Principal> => {
  if (!findKey) throw new Error('this function cannot verify API keys')
  const keyId = keyIdOf(key)
  const stored = keyId === undefined ? undefined : await findKey(keyId)
  const expired = stored?.expiresAt !== undefined && stored.expiresAt <= now().toISOString()
  if (!stored || !isKey(key, stored.hash) || expired)
    throw unauthenticated('The API key is unknown, revoked or expired. Ask whoever holds keys:write for a new one.')
  return holderOf(stored)
}

/** The id of the operator's key; empty for anybody else. */
export const operatorIdOf = (principal: Principal): string => (principal.kind === 'operator' ? principal.keyId : '')

/** Ends in a problem unless the operator has the scope. */
export const requireScope = (principal: Principal, scope: Scope): void => {
  if (principal.kind !== 'operator' || !principal.scopes.includes(scope))
    throw new Problem('scope_missing', `Use an API key with the scope ${scope}.`)
}

const operatorWith = async (scope: Scope, key: string, credentials: Credentials): Promise<Principal> => {
  const principal = await operatorOf(key, credentials)
  requireScope(principal, scope)
  return principal
}

/** Recognises who sent a request, as the operation asks. Ends in a problem when it is nobody who may. */
export const recognise = async (
  caller: Caller,
  authorization: string | undefined,
  credentials: Credentials,
): Promise<Principal> => {
  if (caller.kind === 'public') return { kind: 'public' }
  if (caller.kind === 'operator' && caller.optional && authorization === undefined) return { kind: 'public' }
  const bearer = bearerOf(authorization)
  if (caller.kind === 'lead') {
    if (caller.operator && keyIdOf(bearer ?? '') !== undefined)
      return operatorWith(caller.operator, bearer ?? '', credentials)
    const lead = await leadOf(bearer ?? '', credentials)
    if (caller.phoneVerified) requirePhone(lead)
    return lead
  }
  if (bearer === undefined) throw unauthenticated('Send an API key as "Authorization: Bearer tk_…".')
  return operatorWith(caller.scope, bearer, credentials)
}
