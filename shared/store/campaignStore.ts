import { Campaign } from '../domain/campaign.ts'
import { campaignDirectory, campaignKey, directoryKey } from './keys.ts'
import { isOwn, markedPut } from './ownWrite.ts'
import { NOT_EXISTS, type Table } from './table.ts'

/** Campaigns, and the directory that lists them by id. */
export const campaignStore = (table: Table) => ({
  async find(campaignId: string): Promise<Campaign | undefined> {
    const item = await table.get(campaignKey(campaignId))
    return item && Campaign.parse(item)
  },

  /** False when the id is taken. */
  async create(campaign: Campaign): Promise<boolean> {
    const { campaignId } = campaign
    const obstacles = await table.writeAll([
      { put: { ...campaignKey(campaignId), ...campaign }, condition: NOT_EXISTS },
      { put: directoryKey(campaignId) },
    ])
    return obstacles === undefined
  },

  /** False when the campaign is no longer at the version before this one. */
  async replace(campaign: Campaign): Promise<boolean> {
    const put = markedPut({ ...campaignKey(campaign.campaignId), ...campaign })
    const obstacle = await table.write({
      put,
      condition: {
        expression: '#version = :before',
        names: { '#version': 'version' },
        values: { ':before': campaign.version - 1 },
      },
    })
    return obstacle === undefined || isOwn(obstacle.item, put)
  },

  /** Campaigns in the order of their ids, from after a given one. */
  async list(limit: number, after?: string): Promise<Campaign[]> {
    const pages = table.query(campaignDirectory, { after, limit })
    const { value: entries = [] } = await pages.next()
    const ids = (entries as { sk: string }[]).map(({ sk }) => sk)
    if (ids.length === 0) return []
    const campaigns = (await table.getAll(ids.map(campaignKey))).map((item) => Campaign.parse(item))
    return campaigns.sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1))
  },
})

export type CampaignStore = ReturnType<typeof campaignStore>
