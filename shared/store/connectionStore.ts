import * as z from 'zod'
import type { ConnectionView } from '../contract/connections.ts'
import { connectionKey } from './keys.ts'
import type { Table } from './table.ts'

/** Credentials of a provider account, sealed. */
const SealedCredentials = z.object({ wrappedKey: z.string(), sealed: z.string() })
export type SealedCredentials = z.infer<typeof SealedCredentials>

const Created = z.object({ createdAt: z.iso.datetime() })

/** Connections: what may be shown in the clear, the rest sealed. */
export const connectionStore = (table: Table) => ({
  /** Sets a connection; true when there was none. */
  async put(view: ConnectionView, credentials: SealedCredentials): Promise<boolean> {
    const key = connectionKey(view.kind, view.connectionId)
    const before = await table.get(key)
    const createdAt = before ? Created.parse(before).createdAt : view.updatedAt
    await table.write({ put: { ...key, ...view, ...credentials, createdAt } })
    return before === undefined
  },

  /** What a connection is opened with. */
  async find(kind: string, connectionId: string): Promise<SealedCredentials | undefined> {
    const item = await table.get(connectionKey(kind, connectionId))
    return item && SealedCredentials.parse(item)
  },
})

export type ConnectionStore = ReturnType<typeof connectionStore>
