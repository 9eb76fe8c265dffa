import type { ProviderTokenStore } from '../store/providerTokenStore.ts'
import { wechatAccessToken } from '../wechat/accessToken.ts'
import { wechatQrCode } from '../wechat/qrCode.ts'
import { wecomContactWay } from '../wecom/contactWay.ts'
import type { Inviter } from './inviter.ts'
import { openCompany } from './openCompany.ts'
import { openConnection, type ProviderDeps } from './openConnection.ts'

type Deps = ProviderDeps & { tokens: ProviderTokenStore }

/** Whose codes are wanted: those of an official account, or of advisers at WeCom, by a connection. */
export type CodesOf =
  | { kind: 'official_account'; connection: string }
  | { kind: 'wecom'; connection: string; userIds: readonly string[] }

const officialAccountCodes = async (deps: Deps, connectionId: string): Promise<Inviter> => {
  const kind = 'wechat_official_account'
  const { appId, appSecret, baseUrl } = await openConnection(deps, kind, connectionId)
  const { tokens, ring, now, timeoutMs } = deps
  const app = { appId, appSecret, baseUrl, timeoutMs }
  return wechatQrCode(app, wechatAccessToken({ app, place: { kind, connectionId }, tokens, ring, now }))
}

const adviserCodes = async (deps: Deps, connectionId: string, userIds: readonly string[]): Promise<Inviter> => {
  const { corp, accessToken } = await openCompany(deps, connectionId)
  return wecomContactWay(corp, accessToken, userIds)
}

/** Who makes the codes of an account. */
export const openInviter = (deps: Deps, of: CodesOf): Promise<Inviter> =>
  of.kind === 'wecom' ? adviserCodes(deps, of.connection, of.userIds) : officialAccountCodes(deps, of.connection)
