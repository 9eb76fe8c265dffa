import * as z from 'zod'
import { sessionKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

const Session = z.object({ keyId: z.string(), expiresAt: z.iso.datetime() })
export type Session = z.infer<typeof Session>

/** Console sessions, under the hash of their secret id. */
export const sessionStore = (table: Table) => ({
  async create(hash: string, session: Session): Promise<void> {
    const ttl = Math.ceil(Date.parse(session.expiresAt) / 1000)
    await table.write({ put: { ...sessionKey(hash), ...session, ttl }, condition: NOT_EXISTS })
  },

  /** A session that is there, expired or not. */
  async find(hash: string): Promise<Session | undefined> {
    const item = await table.get(sessionKey(hash), { consistent: true })
    return item && Session.parse(item)
  },

  remove: (hash: string): Promise<boolean> => table.remove(sessionKey(hash)),
})

export type SessionStore = ReturnType<typeof sessionStore>
