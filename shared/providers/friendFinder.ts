/** Somebody's ids at an app whose owner also owns the company's WeCom. */
export type KnownPerson = { openid: string; unionid: string }

/** Somebody who is a customer of members of staff: the id at WeCom, and whose. */
export type Friend = { externalUserId: string; advisers: string[] }

/** Finds out whether somebody is a customer of staff already. Whatever goes wrong is a ProviderFailure. */
export type FriendFinder = { find(person: KnownPerson): Promise<Friend | undefined> }
