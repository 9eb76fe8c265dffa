import type { OutAnswer, OutRequest } from '../outbound/callOut.ts'
import type { OauthGrant } from '../platforms/oauthGrant.ts'
import type { ProviderTokenStore } from '../store/providerTokenStore.ts'
import { type GivenToken, keptAccessToken, tokenIdOf } from './accessToken.ts'
import type { ProviderDeps } from './openConnection.ts'
import { ProviderFailure } from './providerFailure.ts'

/** An account with which calls are made; one that expires is renewed once, when a call fails for it. */
export type OpenAccount<Account> = {
  account: Account
  use<Answer>(call: (account: Account) => Promise<Answer>): Promise<Answer>
}

/** An account with the token that somebody set. */
export const fixedAccount = <Account>(account: Account): OpenAccount<Account> => ({
  account,
  use: (call) => call(account),
})

/** For how long before its end a token is renewed, while it is still good. */
const OVERLAP_MS = 300_000

/** What access tokens are asked for and kept with. */
export type KeptTokens = ProviderDeps & {
  tokens: ProviderTokenStore
  call: (request: OutRequest) => Promise<OutAnswer>
}

/** The grant of a connection; undefined when it has none, or a part only. */
export const grantIn = ({
  oauthClientId,
  oauthClientSecret,
  oauthRefreshToken,
}: { [Field in keyof OauthGrant]?: string | undefined }): OauthGrant | undefined =>
  oauthClientId !== undefined && oauthClientSecret !== undefined && oauthRefreshToken !== undefined
    ? { oauthClientId, oauthClientSecret, oauthRefreshToken }
    : undefined

/** Whose access tokens are asked for, with which refresh token at first, and how. */
type Grant = {
  kind: string
  connectionId: string
  refreshToken: string
  ask: (refreshToken: string) => Promise<GivenToken>
}

/** Asks with the refresh token that came last; where that is refused, with the one that was set, which a platform may know better. */
const askByEither = async (ask: Grant['ask'], last: string, set: string): Promise<GivenToken> => {
  try {
    return await ask(last)
  } catch (error) {
    if (last === set || !(error instanceof ProviderFailure) || error.retryable) throw error
    return ask(set)
  }
}

/** An account whose access tokens are given by a grant of its owner; with another grant no earlier token is used any more. */
export const grantedAccount = <Account extends { accessToken: string }>(
  { tokens, ring, now }: KeptTokens,
  { kind, connectionId, refreshToken, ask }: Grant,
  account: Account,
): OpenAccount<Account> => {
  const place = { kind, connectionId }
  const token = keptAccessToken({
    place,
    provider: kind,
    account: tokenIdOf(refreshToken),
    overlapMs: OVERLAP_MS,
    tokens,
    ring,
    now,
    ask: (_isRejected, last = refreshToken) => askByEither(ask, last, refreshToken),
  })
  return { account, use: (call) => token.use((accessToken) => call({ ...account, accessToken })) }
}
