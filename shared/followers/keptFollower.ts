import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../contract/problem.ts'
import { type Follower, isFollowing, NO_FOLLOWER } from '../domain/follower.ts'
import type { Account } from '../domain/followerEvent.ts'
import { blindIndex } from '../security/blindIndex.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { seal } from '../security/sealing.ts'
import type { StoredFollower } from '../store/followerStore.ts'
import type { LeadVersions } from '../store/leadStore.ts'
import type { FollowerDeps } from './followerDeps.ts'

const ROUNDS = 8

/** Somebody's id at an account; of a WeCom contact also the member of staff that was added. */
export type Person = { follower: string; adviser?: string | undefined }

/** The blind index that somebody is kept under at an account. */
export const followerIndex = (ring: KeyRing, { kind, id }: Account, { follower, adviser = '' }: Person): string =>
  blindIndex(ring, 'follower', kind, id, follower, adviser).toString('base64url')

const FIRST: StoredFollower = { ...NO_FOLLOWER, version: 0 }

/** The next version: the platform's id of the person is kept while they follow, and no longer. */
const nextVersion = (ring: KeyRing, index: string, next: StoredFollower, follower: string): StoredFollower => {
  const { wrappedKey, sealed, ...plain } = { ...next, version: next.version + 1 }
  if (!isFollowing(plain)) return plain
  const kept = wrappedKey !== undefined && sealed !== undefined ? { wrappedKey, sealed } : undefined
  return { ...plain, ...(kept ?? seal(ring, `follower/${index}`, { follower })) }
}

/** What an event makes of a follower, and of leads with it. */
export type Made<Outcome> = { next: Follower; leads?: LeadVersions[]; outcome: Outcome }

/**
 * Changes a follower, anew as it is whenever it or a lead was changed by others meanwhile. Nothing is written where nothing
 * changes. One that is likely new is not looked for first, and `make` is told that this is a guess: whatever stands in the
 * way is found then.
 */
export const changeFollower = async <Outcome>(
  deps: Pick<FollowerDeps, 'followers' | 'ring'>,
  account: Account,
  person: Person,
  make: (before: Follower, index: string, isGuess: boolean) => Promise<Made<Outcome>>,
  { isLikelyNew = false } = {},
): Promise<{ follower: Follower; outcome: Outcome }> => {
  const ring = await deps.ring()
  const index = followerIndex(ring, account, person)
  let before = isLikelyNew ? FIRST : ((await deps.followers.find(index)) ?? FIRST)
  for (let round = 0; round < ROUNDS; round++) {
    const { next, leads = [], outcome } = await make(before, index, isLikelyNew && round === 0)
    const after = { ...before, ...next }
    if (leads.length === 0 && isDeepStrictEqual(before, after)) return { follower: after, outcome }
    const stood = await deps.followers.save(index, nextVersion(ring, index, after, person.follower), leads)
    if (!stood) return { follower: after, outcome }
    before = stood.follower ?? before
  }
  throw new Problem('store_unavailable', 'The follower is being changed by others: deliver the event again.')
}
