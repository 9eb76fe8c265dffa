import type { ConversionView, getConversion, listConversions } from '../../shared/contract/conversions.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Conversion, ConversionStatus } from '../../shared/domain/conversionRow.ts'
import { type Day, dayBefore, dayOf } from '../../shared/domain/day.ts'
import type { DestinationPlatform } from '../../shared/domain/destination.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { LedgerDeps } from './deps.ts'
import { look } from './look.ts'

/** What operators see of a row. */
export const viewOf = ({
  version: _,
  event: __,
  sendingUntil: ___,
  sender: ____,
  alone: _____,
  ...row
}: Conversion): ConversionView => row

/** A campaign that is there. Ends in a problem when it is not. */
export const campaignOf = async ({ campaigns }: LedgerDeps, campaignId: string): Promise<Campaign> => {
  const campaign = await campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  return campaign
}

/** A row that is there. Ends in a problem when it is not. */
export const rowOf = async ({ conversions }: LedgerDeps, conversionId: string): Promise<Conversion> => {
  const row = await conversions.find(conversionId)
  if (!row) throw new Problem('conversion_not_found', 'Check the conversion id in the address.')
  return row
}

/** Which rows of a campaign. */
export type Query = {
  campaign: string
  limit: number
  status?: ConversionStatus | undefined
  platform?: DestinationPlatform | undefined
  day?: Day | undefined
  cursor?: string | undefined
}

/** Where a day of a campaign lies in its ledger. A day of any time zone ends before the second one after it begins in UTC. */
const spanOf = (day: Day | undefined, timezone: string) => {
  if (day === undefined) return { start: undefined, isOver: () => false, holds: () => true }
  const dayAt = (at: string) => dayOf(at, timezone)
  return {
    start: dayBefore(day, -2),
    isOver: (place: string) => dayAt(place.slice(0, place.indexOf('#'))) < day,
    holds: ({ at }: Conversion) => dayAt(at) === day,
  }
}

/** A page of rows, the latest milestone first. Ends in a problem when there is no such campaign. */
export const listed = async (
  deps: LedgerDeps,
  { campaign, limit, status, platform, day, cursor }: Query,
): Promise<{ items: ConversionView[]; cursor?: string }> => {
  const { settings } = await campaignOf(deps, campaign)
  const { start, isOver, holds } = spanOf(day, settings.timezone)
  const { rows, next } = await look(deps, {
    campaignId: campaign,
    before: placeOf(cursor) ?? start,
    limit,
    isOver,
    matches: (row) =>
      holds(row) &&
      (status === undefined || row.status === status) &&
      (platform === undefined || row.platform === platform),
  })
  return { items: rows.map(viewOf), ...(next !== undefined && { cursor: cursorOf(next) }) }
}

export const handleListConversions =
  (deps: LedgerDeps) =>
  async ({ query }: Input<undefined, Query, undefined>): Promise<Answer<(typeof listConversions)['success']>> => ({
    status: 200,
    body: await listed(deps, query),
  })

export const handleGetConversion =
  (deps: LedgerDeps) =>
  async ({
    params,
  }: Input<{ conversionId: string }, undefined, undefined>): Promise<Answer<(typeof getConversion)['success']>> => ({
    status: 200,
    body: viewOf(await rowOf(deps, params.conversionId)),
  })
