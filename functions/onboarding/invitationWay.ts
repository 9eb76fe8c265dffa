import { createHash } from 'node:crypto'
import type { InvitationKind } from '../../shared/contract/following.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, CampaignSettings } from '../../shared/domain/campaign.ts'
import type { CodesOf } from '../../shared/providers/openInviter.ts'

type Ways = NonNullable<CampaignSettings['invitations']>

/** How a campaign invites to something: by a link made here, or by a code of a platform. `version` tells it from other settings. */
export type InvitationWay = ({ link: (scene: string) => string } | { codesOf: CodesOf }) & { version: string }

/** An address with one more parameter in its query. */
const withParameter = (address: string, name: string, value: string): string => {
  const [page = '', ...fragment] = address.split('#')
  const longer = `${page}${page.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  return [longer, ...fragment].join('#')
}

const ID_PLACE = '{id}'

const appLink = (url: string, scene: string): string =>
  url.includes(ID_PLACE) ? url.replaceAll(ID_PLACE, scene) : withParameter(url, 'invitation', scene)

const officialAccount = ({ official_account: account }: Ways) =>
  account && { codesOf: { kind: 'official_account' as const, ...account } }

const wecom = ({ wecom: advisers }: Ways) => {
  if (!advisers) return undefined
  const { acquisitionLink, ...account } = advisers
  if (acquisitionLink === undefined) return { codesOf: { kind: 'wecom' as const, ...account } }
  return { link: (scene: string) => withParameter(acquisitionLink, 'customer_channel', scene) }
}

const miniProgram = ({ mini_program: page }: Ways) =>
  page && { link: (scene: string) => withParameter(page.path, 'invitation', scene) }

const app = ({ app: download }: Ways) => download && { link: (scene: string) => appLink(download.url, scene) }

const WAYS = { official_account: officialAccount, wecom, mini_program: miniProgram, app } as const

const notOffered = (detail: string) => new Problem('invitation_not_offered', detail)

/** How a campaign invites to something of a kind. Ends in a problem when it does not. */
export const wayOf = ({ campaignId, settings }: Campaign, kind: InvitationKind): InvitationWay => {
  const { invitations = {} } = settings
  const way = WAYS[kind](invitations)
  if (!way) throw notOffered(`Write it into invitations.${kind} of the campaign ${campaignId}.`)
  return { ...way, version: createHash('sha256').update(JSON.stringify(invitations[kind])).digest('base64url') }
}

const CONNECTION_KIND = { official_account: 'wechat_official_account', wecom: 'wecom' } as const

/** A campaign names a connection that was never set. */
export const inviterMissing = ({ kind, connection }: CodesOf): Problem =>
  notOffered(`Set the connection with PUT /v1/connections/${CONNECTION_KIND[kind]}/${connection}.`)
