import type { Context } from 'hono'
import type { listCampaigns, putCampaign } from '../../shared/contract/campaigns.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, CampaignSettings } from '../../shared/domain/campaign.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { OperationsDeps } from './deps.ts'

type PutAnswer = Answer<(typeof putCampaign)['success']>

const stale = (current: number | undefined) =>
  new Problem(
    'version_stale',
    current === undefined
      ? 'There is no such campaign: leave If-Match out to create it.'
      : `Read the campaign again; it is at version "${current}".`,
  )

const windowTooLong = (mostDays: number) =>
  validationProblem([
    {
      pointer: '/attribution/clickWindowDays',
      code: 'out_of_range',
      message: `must be at most ${mostDays}: this installation allows no longer window`,
    },
  ])

/** Keeps settings as a new campaign (`before` undefined) or in the place of the one that was read. Fails with `version_stale` when somebody was quicker. */
export const keepCampaign = async (
  { campaigns, mostWindowDays, now }: OperationsDeps,
  { campaignId, settings, before }: { campaignId: string; settings: CampaignSettings; before: Campaign | undefined },
): Promise<Campaign> => {
  if (settings.attribution.clickWindowDays > mostWindowDays) throw windowTooLong(mostWindowDays)
  const at = now().toISOString()
  const kept = before
    ? { ...before, settings, version: before.version + 1, updatedAt: at }
    : { campaignId, version: 1, createdAt: at, updatedAt: at, settings }
  const isKept = await (before ? campaigns.replace(kept) : campaigns.create(kept))
  if (!isKept) throw stale((await campaigns.find(campaignId))?.version)
  note({ campaignId })
  return kept
}

const checkVersion = (current: Campaign | undefined, ifMatch: string | undefined): void => {
  if (current && ifMatch === undefined)
    throw new Problem('version_required', `Send If-Match: "${current.version}" to replace the campaign as you read it.`)
  if (ifMatch !== undefined && ifMatch !== `"${current?.version}"`) throw stale(current?.version)
}

export const handlePutCampaign =
  (deps: OperationsDeps) =>
  async (
    { params, body }: Input<{ campaignId: string }, undefined, CampaignSettings>,
    c: Context<HttpEnv>,
  ): Promise<PutAnswer> => {
    const before = await deps.campaigns.find(params.campaignId)
    checkVersion(before, c.req.header('if-match'))
    const kept = await keepCampaign(deps, { campaignId: params.campaignId, settings: body, before })
    return { status: before ? 200 : 201, body: kept, headers: { etag: `"${kept.version}"` } }
  }

export const handleListCampaigns =
  ({ campaigns }: OperationsDeps) =>
  async ({
    query: { limit, cursor },
  }: Input<undefined, { limit: number; cursor?: string | undefined }, undefined>): Promise<
    Answer<(typeof listCampaigns)['success']>
  > => {
    const items = await campaigns.list(limit, placeOf(cursor))
    const last = items.length === limit ? items.at(-1) : undefined
    return { status: 200, body: { items, ...(last && { cursor: cursorOf(last.campaignId) }) } }
  }
