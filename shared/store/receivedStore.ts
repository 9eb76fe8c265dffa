import type { Account } from '../domain/followerEvent.ts'
import { receivedPartition } from './keys.ts'
import type { Table } from './table.ts'

/** How long it is kept what no rule is for. */
const SECONDS = 30 * 86_400

/** A message of an account: what it is called and, sealed, what it says. `index` tells it from others. */
export type Received = { at: string; index: string; name: string; wrappedKey: string; sealed: string }

/** What accounts told that changed nothing, for whoever looks for it. */
export const receivedStore = (table: Table) => ({
  /** Keeps a message for 30 days; the same again is the same. */
  async keep({ kind, id }: Account, { at, index, ...message }: Received, now: Date): Promise<void> {
    const ttl = Math.floor(now.getTime() / 1000) + SECONDS
    await table.write({ put: { pk: receivedPartition(kind, id), sk: `${at}#${index}`, at, ...message, ttl } })
  },
})

export type ReceivedStore = ReturnType<typeof receivedStore>
