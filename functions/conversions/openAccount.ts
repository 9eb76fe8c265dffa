import type { Accounts, ConversionPlatform } from '../../shared/platforms/conversions/adapters.ts'
import { keptAccessToken } from '../../shared/providers/accessToken.ts'
import { openConnection } from '../../shared/providers/openConnection.ts'
import type { ConversionsDeps } from './deps.ts'
import { googleToken } from './googleToken.ts'

/** For how long before its end a token of Google is renewed, while it is still good. */
const OVERLAP_MS = 300_000

/** An account with which calls are made; one that expires is renewed once, when a call fails for it. */
export type OpenAccount<Account> = {
  account: Account
  use<Answer>(call: (account: Account) => Promise<Answer>): Promise<Answer>
}

const fixed = <Account>(account: Account): OpenAccount<Account> => ({ account, use: (call) => call(account) })

const openGoogle = async (
  deps: ConversionsDeps,
  connectionId: string,
): Promise<OpenAccount<Accounts['google_ads']>> => {
  const { tokens, ring, now, call } = deps
  const { customerId, conversionActionId, baseUrl, ...grant } = await openConnection(deps, 'google_ads', connectionId)
  const token = keptAccessToken({
    place: { kind: 'google_ads', connectionId },
    provider: 'google_ads',
    account: customerId,
    overlapMs: OVERLAP_MS,
    tokens,
    ring,
    now,
    ask: () => googleToken(call, { ...grant, baseUrl }),
  })
  const account = { customerId, conversionActionId, accessToken: '', ...(baseUrl !== undefined && { baseUrl }) }
  return { account, use: (work) => token.use((accessToken) => work({ ...account, accessToken })) }
}

const OPENERS: {
  [Platform in ConversionPlatform]: (deps: ConversionsDeps, id: string) => Promise<OpenAccount<Accounts[Platform]>>
} = {
  tencent_ads: async (deps, id) => fixed(await openConnection(deps, 'tencent_ads', id)),
  ocean_engine: async (deps, id) => fixed(await openConnection(deps, 'ocean_engine', id)),
  kuaishou: async (deps, id) => fixed(await openConnection(deps, 'kuaishou', id)),
  baidu: async (deps, id) => fixed(await openConnection(deps, 'baidu', id)),
  meta: async (deps, id) => fixed(await openConnection(deps, 'meta', id)),
  google_ads: openGoogle,
  partner: async (deps, id) => fixed(await openConnection(deps, 'partner', id)),
}

/** The account of a connection. Fails with a ProviderFailure when there is none. */
export const openAccount = <Platform extends ConversionPlatform>(
  deps: ConversionsDeps,
  platform: Platform,
  connectionId: string,
): Promise<OpenAccount<Accounts[Platform]>> => OPENERS[platform](deps, connectionId)
