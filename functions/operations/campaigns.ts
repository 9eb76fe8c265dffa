import type { Context } from 'hono'
import type { listCampaigns, putCampaign } from '../../shared/contract/campaigns.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, CampaignSettings } from '../../shared/domain/campaign.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { cursorOf, placeOf } from './cursor.ts'
import type { OperationsDeps } from './deps.ts'

type PutAnswer = Answer<(typeof putCampaign)['success']>

const answerOf = (status: 200 | 201, campaign: Campaign): PutAnswer => {
  note({ campaignId: campaign.campaignId })
  return { status, body: campaign, headers: { etag: `"${campaign.version}"` } }
}

const stale = (current: number | undefined) =>
  new Problem(
    'version_stale',
    current === undefined
      ? 'There is no such campaign: leave If-Match out to create it.'
      : `Read the campaign again; it is at version "${current}".`,
  )

const replace = async (
  { campaigns, now }: OperationsDeps,
  current: Campaign,
  settings: CampaignSettings,
  ifMatch: string | undefined,
): Promise<PutAnswer> => {
  if (ifMatch === undefined)
    throw new Problem('version_required', `Send If-Match: "${current.version}" to replace the campaign as you read it.`)
  if (ifMatch !== `"${current.version}"`) throw stale(current.version)
  const replaced = { ...current, settings, version: current.version + 1, updatedAt: now().toISOString() }
  if (!(await campaigns.replace(replaced))) throw stale((await campaigns.find(current.campaignId))?.version)
  return answerOf(200, replaced)
}

export const handlePutCampaign =
  (deps: OperationsDeps) =>
  async (
    { params, body }: Input<{ campaignId: string }, undefined, CampaignSettings>,
    c: Context<HttpEnv>,
  ): Promise<PutAnswer> => {
    const ifMatch = c.req.header('if-match')
    const { campaigns, now } = deps
    const current = await campaigns.find(params.campaignId)
    if (current) return replace(deps, current, body, ifMatch)
    if (ifMatch !== undefined) throw stale(undefined)
    const at = now().toISOString()
    const created = { campaignId: params.campaignId, version: 1, createdAt: at, updatedAt: at, settings: body }
    if (!(await campaigns.create(created))) throw stale((await campaigns.find(params.campaignId))?.version)
    return answerOf(201, created)
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
