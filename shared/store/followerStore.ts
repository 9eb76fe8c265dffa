import * as z from 'zod'
import { Follower } from '../domain/follower.ts'
import { followerKey } from './keys.ts'
import { type LeadVersions, leadReplacement } from './leadStore.ts'
import { NOT_EXISTS, type Table } from './table.ts'

const StoredFollower = Follower.extend({
  version: z.int().min(1),
  wrappedKey: z.string().optional(),
  sealed: z.string().optional(),
})
/** A follower as it is kept; the platform's id of the person is sealed, and gone when they left. */
export type StoredFollower = z.infer<typeof StoredFollower>

/** Followers, each with a version that every change raises. */
export const followerStore = (table: Table) => ({
  async find(index: string): Promise<StoredFollower | undefined> {
    const item = await table.get(followerKey(index), { consistent: true })
    return item && StoredFollower.parse(item)
  },

  /**
   * Keeps the next version of a follower together with leads, all or nothing; undefined when it happened. Else what stood
   * in the way: the follower as it is, or a lead that was changed meanwhile.
   */
  async save(
    index: string,
    follower: StoredFollower,
    leads: readonly LeadVersions[] = [],
  ): Promise<{ follower?: StoredFollower | undefined } | undefined> {
    const before = follower.version - 1
    const condition = before === 0 ? NOT_EXISTS : { expression: 'version = :version', values: { ':version': before } }
    const put = { put: { ...followerKey(index), ...follower }, condition }
    const obstacles = await table.writeAll([put, ...leads.map(leadReplacement)])
    const [own] = obstacles ?? []
    return obstacles && { follower: own?.item && StoredFollower.parse(own.item) }
  },
})

export type FollowerStore = ReturnType<typeof followerStore>
