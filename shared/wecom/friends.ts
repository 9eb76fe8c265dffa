import * as z from 'zod'
import type { AccessToken } from '../providers/accessToken.ts'
import type { Friend, FriendFinder } from '../providers/friendFinder.ts'
import { ProviderFailure } from '../providers/providerFailure.ts'
import { callWecom, type WecomCorp } from './call.ts'

/** Empty for somebody who is nobody's customer. */
const Converted = z.object({ external_userid: z.string().default('') })

const Contact = z.object({ follow_user: z.array(z.object({ userid: z.string() })) })

/** No such person at this company, or no longer anybody's customer. */
const NOBODY = new Set(['40073', '40096', '84061'])

const nobodyElse = (error: unknown): undefined => {
  if (error instanceof ProviderFailure && NOBODY.has(error.code ?? '')) return undefined
  throw error
}

/** Finds customers by `unionid_to_external_userid` and `externalcontact/get` (reference §4.3). */
export const wecomFriends = (corp: WecomCorp, accessToken: AccessToken): FriendFinder => {
  const externalUserIdOf = async (body: { openid: string; unionid: string }): Promise<string> => {
    const path = '/cgi-bin/idconvert/unionid_to_external_userid'
    const answer = await accessToken.use((token) => callWecom(corp, { path, token, body }, Converted))
    return answer.external_userid
  }

  const advisersOf = async (externalUserId: string): Promise<string[]> => {
    const call = { path: '/cgi-bin/externalcontact/get', query: { external_userid: externalUserId } }
    const { follow_user } = await accessToken.use((token) => callWecom(corp, { ...call, token }, Contact))
    return follow_user.map(({ userid }) => userid)
  }

  const find = async ({ openid, unionid }: { openid: string; unionid: string }): Promise<Friend | undefined> => {
    const externalUserId = await externalUserIdOf({ openid, unionid })
    return externalUserId === '' ? undefined : { externalUserId, advisers: await advisersOf(externalUserId) }
  }

  return { find: (person) => find(person).catch(nobodyElse) }
}
