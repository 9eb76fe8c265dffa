import { type AudienceQuery, type AudienceRequest, MOST_DAYS, USUAL_DAYS } from '../../shared/contract/audiences.ts'
import { type FieldErrorCode, Problem } from '../../shared/contract/problem.ts'
import type { AudienceKind, AudiencePlatform, AudienceRecipient } from '../../shared/domain/audience.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Day, dayBefore, dayOf, daysBetween } from '../../shared/domain/day.ts'
import { type Destination, recipientOf } from '../../shared/domain/destination.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { AudiencesDeps } from './deps.ts'
import { type RosterPlace, rosterPlaceIn } from './walk.ts'

/** Which pack goes to whom, with all filled in that the request leaves open. */
export type Order = {
  kind: AudienceKind
  campaignId: string
  platform: AudiencePlatform
  recipient: AudienceRecipient
  destination?: Destination | undefined
  delivery: 'file' | 'upload'
  from: Day
  to: Day
  limit: number
  /** The place in the roster after which it goes on. */
  after?: RosterPlace | undefined
}

const refuse = (pointer: string, code: FieldErrorCode, message: string) =>
  validationProblem([{ pointer, code, message }])

const destinationOf = ({ settings }: Campaign, { destination, platform, delivery }: AudienceRequest) => {
  if (destination === undefined) return undefined
  const found = settings.destinations?.find((one) => one.id === destination && one.platform === platform)
  if (!found) throw refuse('/destination', 'not_an_option', `must be a destination of the campaign at ${platform}`)
  if (delivery === 'upload' && !found.enabled)
    throw refuse('/destination', 'not_an_option', 'is disabled: nothing is sent there until it is enabled')
  return found
}

/** How the campaign calls a platform, when all of its destinations there have one name. */
const nameOf = ({ settings }: Campaign, platform: AudiencePlatform): string | undefined => {
  const there = settings.destinations?.filter((one) => one.platform === platform) ?? []
  const [name, ...others] = new Set(there.map(recipientOf))
  return others.length === 0 ? name : undefined
}

const daysOf = ({ settings }: Campaign, asked: AudienceRequest, now: Date): { from: Day; to: Day } => {
  const to = asked.to ?? dayOf(now.toISOString(), settings.timezone)
  const from = asked.from ?? dayBefore(to, USUAL_DAYS - 1)
  if (from > to) throw refuse('/from', 'out_of_range', `must not lie after ${to}`)
  if (daysBetween(from, to) > MOST_DAYS)
    throw refuse('/from', 'out_of_range', `must be within ${MOST_DAYS} days of ${to}`)
  return { from, to }
}

const afterOf = (cursor: string | undefined, { from, to }: { from: Day; to: Day }): RosterPlace | undefined => {
  if (cursor === undefined) return undefined
  const after = rosterPlaceIn(cursor)
  if (!after || after.day > to)
    throw refuse('/query/cursor', 'invalid', 'must be the cursor of an answer to the same request')
  // The usual days move on at midnight: what is left begins with the first of them then.
  return after.day < from ? undefined : after
}

type Asked = { kind: AudienceKind; body: AudienceRequest; query: AudienceQuery }

/** Reads what is asked for by the campaign as it is now. Ends in a problem when that cannot be. */
export const orderOf = async ({ campaigns, now }: AudiencesDeps, { kind, body, query }: Asked): Promise<Order> => {
  if (query.format === 'csv' && (body.delivery === 'upload' || body.dryRun))
    throw refuse('/query/format', 'not_an_option', 'must be json: only a file that leaves is CSV')
  const { campaignId, platform, delivery } = body
  const campaign = await campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  const destination = destinationOf(campaign, body)
  const days = daysOf(campaign, body, now())
  const recipient = destination ?? { platform, recipient: nameOf(campaign, platform) }
  const after = afterOf(query.cursor, days)
  return { kind, campaignId, platform, recipient, destination, delivery, ...days, limit: query.limit, after }
}
