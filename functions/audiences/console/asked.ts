import { AudienceQuery, AudienceRequest } from '../../../shared/contract/audiences.ts'
import { AudienceKind, AudiencePlatform } from '../../../shared/domain/audience.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { Day } from '../../../shared/domain/day.ts'
import { check, validationProblem } from '../../../shared/runtime/validation.ts'
import { type Order, orderOf } from '../order.ts'
import type { AudienceConsoleDeps } from './deps.ts'

/** What the form says: which pack, for whom (a platform, or one of the campaign's destinations at it), and of which days. */
export type Asked = {
  kind: AudienceKind
  platform: AudiencePlatform
  destination: string | undefined
  from: string | undefined
  to: string | undefined
  cursor: string | undefined
}

const dayIn = (value: string): string | undefined =>
  Day.optional()
    .catch(undefined)
    .parse(value || undefined)

/** Reads the form, as it was sent or as the address of a page repeats it; what nobody can choose in the campaign is as if nothing was chosen. */
export const askedIn = (value: (name: string) => string, { settings }: Campaign): Asked => {
  const [name, id] = value('for').split('/')
  const platform = AudiencePlatform.catch('tencent_ads').parse(name)
  const destination = settings.destinations?.find((one) => one.platform === platform && one.id === id)
  return {
    kind: AudienceKind.catch('positive').parse(value('kind')),
    platform,
    destination: destination?.id,
    from: dayIn(value('from')),
    to: dayIn(value('to')),
    cursor: value('cursor') || undefined,
  }
}

/** How the form names the recipient. */
export const recipientValue = ({ platform, destination }: Pick<Asked, 'platform' | 'destination'>): string =>
  destination === undefined ? platform : `${platform}/${destination}`

/** What was asked for, as fields of a form or the query of an address. */
export const fieldsOf = ({ campaignId }: Campaign, asked: Asked): [string, string][] => {
  const { kind, from, to, cursor } = asked
  const all = { campaign: campaignId, kind, for: recipientValue(asked), from, to, cursor }
  return Object.entries(all).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []))
}

/** The order of what was asked for. Ends in a problem when it cannot be. */
export const orderedBy = async (
  deps: AudienceConsoleDeps,
  { campaignId }: Campaign,
  { kind, cursor, ...more }: Asked,
  delivery: 'file' | 'upload',
): Promise<Order> => {
  const body = await check(AudienceRequest, { campaignId, ...more, delivery })
  const query = await check(AudienceQuery, { cursor }, '/query')
  if ('errors' in body) throw validationProblem(body.errors)
  if ('errors' in query) throw validationProblem(query.errors)
  return orderOf(deps, { kind, body: body.value, query: query.value })
}
