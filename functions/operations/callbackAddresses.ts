import type * as z from 'zod'
import type { CallbackAddress } from '../../shared/contract/campaigns.ts'
import type { ConnectionKind, ConnectionView } from '../../shared/contract/connections.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { OperationsDeps } from './deps.ts'

type Address = z.infer<typeof CallbackAddress>
type Named = { kind: Address['kind']; connection: string }

/** The accounts of a campaign whose platforms tell what people do there. */
const accountsOf = ({ settings: { invitations = {}, registration = {} } }: Campaign): Named[] => {
  const { official_account, mini_program, wecom } = invitations
  const named: [Address['kind'], (string | undefined)[]][] = [
    ['wechat_official_account', [official_account?.connection]],
    ['wechat_mini_program', [mini_program?.connection, registration.wechat?.connection]],
    ['wecom', [wecom?.connection]],
  ]
  return named.flatMap(([kind, connections]) =>
    [...new Set(connections)].flatMap((connection) => (connection === undefined ? [] : [{ kind, connection }])),
  )
}

const pathOf = (kind: ConnectionKind, { appId, corpId }: ConnectionView['settings']): string | undefined => {
  const [platform, id] = kind === 'wecom' ? ['wecom', corpId] : ['wechat', appId]
  return id && `/v1/in/${platform}/${encodeURIComponent(id)}`
}

/** The addresses that the platforms of a campaign are to be given; an account that is not set, or has no token, has none. */
export const callbackAddresses = async (
  { connections }: Pick<OperationsDeps, 'connections'>,
  campaign: Campaign,
  origin: string,
): Promise<Address[]> =>
  Promise.all(
    accountsOf(campaign).map(async ({ kind, connection }) => {
      const view = await connections.view(kind, connection)
      const path = view?.secrets.includes('token') ? pathOf(kind, view.settings) : undefined
      const encrypted = view?.secrets.includes('encodingAesKey') ?? false
      return { kind, connection, ...(path && { url: origin + path }), encrypted }
    }),
  )
