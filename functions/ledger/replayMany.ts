import type { Replay, ReplayFilter, replayConversions } from '../../shared/contract/conversions.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Conversion, ConversionStatus } from '../../shared/domain/conversionRow.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { LedgerDeps } from './deps.ts'
import { campaignOf } from './list.ts'
import { type Looked, look } from './look.ts'
import { planOf } from './replay.ts'

/** Statuses of rows that may be sent again. */
export const ENDED_BADLY: ReadonlySet<ConversionStatus> = new Set(['rejected', 'refused', 'expired'])

/** As many as are looked at. */
const MOST = 500

const AT_ONCE = 25

const matching = ({ campaign, ids, status, platform, destination, milestone, reason, from, to }: ReplayFilter) => {
  const wanted = ids && new Set(ids)
  return (row: Conversion): boolean =>
    row.campaignId === campaign &&
    (wanted ? wanted.has(row.conversionId) : ENDED_BADLY.has(row.status)) &&
    (status ?? row.status) === row.status &&
    (platform ?? row.platform) === row.platform &&
    (destination ?? row.destinationId) === row.destinationId &&
    (milestone ?? row.milestone) === row.milestone &&
    (reason ?? row.reason) === row.reason &&
    (from ?? row.at) <= row.at &&
    (to === undefined || row.at < to)
}

/** The rows of a filter: by their ids, or looked for in the ledger of the campaign. */
const lookedFor = async (deps: LedgerDeps, filter: ReplayFilter, cursor: string | undefined): Promise<Looked> => {
  const matches = matching(filter)
  if (filter.ids) return { rows: (await deps.conversions.findAll([...new Set(filter.ids)])).filter(matches) }
  const { campaign: campaignId, from, to } = filter
  const isOver = (place: string) => from !== undefined && place < from
  return look(deps, { campaignId, before: placeOf(cursor) ?? to, limit: MOST, matches, isOver })
}

/** Sends a row again, unless that is only tried. */
const replay = async (deps: LedgerDeps, campaign: Campaign, row: Conversion, dryRun: boolean): Promise<Replay> => {
  const plan = planOf(row, campaign, await deps.leads.find(row.leadId), deps.now())
  const { conversionId, platform, milestone, status } = row
  const { action, deadline } = plan
  const seen = { conversionId, platform, milestone, status, action, deadline }
  if ('notSent' in plan) return { ...seen, notSent: plan.notSent }
  const isSent = dryRun || (await deps.conversions.change([{ before: row, after: plan.after }]))
  return isSent ? seen : { ...seen, notSent: 'still_open' }
}

type Asked = { filter: ReplayFilter; dryRun: boolean; cursor?: string | undefined }
type Replays = { dryRun: boolean; sent: number; items: Replay[]; cursor?: string }

/** Sends the rows of a filter again, or with `dryRun` says which would be. Ends in a problem when there is no such campaign. */
export const replayMany = async (deps: LedgerDeps, { filter, dryRun, cursor }: Asked): Promise<Replays> => {
  const campaign = await campaignOf(deps, filter.campaign)
  const { rows, next } = await lookedFor(deps, filter, cursor)
  const items: Replay[] = []
  for (let from = 0; from < rows.length; from += AT_ONCE)
    items.push(
      ...(await Promise.all(rows.slice(from, from + AT_ONCE).map((row) => replay(deps, campaign, row, dryRun)))),
    )
  const sent = dryRun ? 0 : items.filter(({ notSent }) => notSent === undefined).length
  note({ campaignId: filter.campaign, records: items.length, outcome: dryRun ? 'dry_run' : 'replayed' })
  return { dryRun, sent, items, ...(next !== undefined && { cursor: cursorOf(next) }) }
}

export const handleReplayConversions =
  (deps: LedgerDeps) =>
  async ({ body }: Input<undefined, undefined, Asked>): Promise<Answer<(typeof replayConversions)['success']>> => ({
    status: 200,
    body: await replayMany(deps, body),
  })
