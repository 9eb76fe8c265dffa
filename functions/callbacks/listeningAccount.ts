import type { OwnAccount } from '../../shared/followers/followerDeps.ts'
import { openConnection, type ProviderDeps } from '../../shared/providers/openConnection.ts'

/** An account with what its messages are verified and decrypted with. */
export type ListeningAccount = OwnAccount & {
  token: string
  encodingAesKey?: string | undefined
  suiteId?: string | undefined
}

/** The account that an app id or corp id is of. A mini program without a token does not listen; a connection that has another account by now does not either. */
export const findListeningAccount =
  (deps: ProviderDeps) =>
  async (platform: 'wechat' | 'wecom', id: string): Promise<ListeningAccount | undefined> => {
    const owner = await deps.connections.ownerOf(platform, id)
    if (!owner) return undefined
    const { kind, connectionId } = owner
    const credentials = await openConnection(deps, kind, connectionId)
    const { token, ...opened } = credentials
    const ownId = 'corpId' in opened ? opened.corpId : opened.appId
    return token !== undefined && ownId === id ? { ...opened, token, kind, id, connectionId } : undefined
  }
