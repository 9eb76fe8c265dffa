import * as z from 'zod'
import { ConnectionView } from '../contract/connections.ts'
import { AccountKind } from '../domain/followerEvent.ts'
import { accountKey, connectionKey } from './keys.ts'
import type { Table, Write } from './table.ts'

/** Credentials of a provider account, sealed. */
const SealedCredentials = z.object({ wrappedKey: z.string(), sealed: z.string() })
export type SealedCredentials = z.infer<typeof SealedCredentials>

const Created = z.object({ createdAt: z.iso.datetime() })

const AccountOwner = z.object({ kind: AccountKind, connectionId: z.string() })
/** Which connection an account at WeChat or WeCom belongs to. */
export type AccountOwner = z.infer<typeof AccountOwner>

/** Messages of an account name it by its app id or corp id: the connection is found by that. */
const accountWrites = ({ kind, connectionId, settings }: ConnectionView): Write[] => {
  const owner = AccountOwner.safeParse({ kind, connectionId })
  const id = settings.appId ?? settings.corpId
  if (!owner.success || id === undefined) return []
  return [{ put: { ...accountKey(kind === 'wecom' ? 'wecom' : 'wechat', id), ...owner.data } }]
}

/** Connections: what may be shown in the clear, the rest sealed. */
export const connectionStore = (table: Table) => ({
  /** Sets a connection; true when there was none. */
  async put(view: ConnectionView, credentials: SealedCredentials): Promise<boolean> {
    const key = connectionKey(view.kind, view.connectionId)
    const before = await table.get(key)
    const createdAt = before ? Created.parse(before).createdAt : view.updatedAt
    await table.writeAll([{ put: { ...key, ...view, ...credentials, createdAt } }, ...accountWrites(view)])
    return before === undefined
  },

  /** What a connection is opened with. */
  async find(kind: string, connectionId: string): Promise<SealedCredentials | undefined> {
    const item = await table.get(connectionKey(kind, connectionId))
    return item && SealedCredentials.parse(item)
  },

  /** What of a connection may be shown. */
  async view(kind: string, connectionId: string): Promise<ConnectionView | undefined> {
    const item = await table.get(connectionKey(kind, connectionId))
    return item && ConnectionView.parse(item)
  },

  /** The connection that was last set for an app id or corp id. */
  async ownerOf(platform: 'wechat' | 'wecom', id: string): Promise<AccountOwner | undefined> {
    const item = await table.get(accountKey(platform, id))
    return item && AccountOwner.parse(item)
  },
})

export type ConnectionStore = ReturnType<typeof connectionStore>
