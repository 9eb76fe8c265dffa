import { html } from 'hono/html'
import { type Campaign, CampaignId } from '../domain/campaign.ts'
import type { CampaignStore } from '../store/campaignStore.ts'
import type { Html } from '../web/html.ts'
import { required } from './screen.ts'
import type { Say } from './words.ts'

/** More campaigns than anybody chooses from. */
const MOST = 100

/** The campaigns that one may choose from, and the one that was chosen: the first live one, when none was. Ends in the problem `campaign_not_found`. */
export const chosenCampaign = async (
  { campaigns }: { campaigns: Pick<CampaignStore, 'find' | 'list'> },
  wanted: string,
): Promise<{ all: Campaign[]; chosen: Campaign | undefined }> => {
  const all = await campaigns.list(MOST)
  if (wanted === '') return { all, chosen: all.find(({ settings }) => settings.status === 'live') ?? all[0] }
  const id = CampaignId.safeParse(wanted)
  const chosen = id.success
    ? (all.find(({ campaignId }) => campaignId === id.data) ?? (await campaigns.find(id.data)))
    : undefined
  return { all, chosen: required(chosen, 'campaign_not_found') }
}

/** A field to choose a campaign with. */
export const campaignField = (all: readonly Campaign[], chosen: Campaign | undefined, say: Say): Html => html`<div>
<label for="campaign">${say('campaign')}</label>
<select id="campaign" name="campaign">${all.map(({ campaignId, settings }) =>
  campaignId === chosen?.campaignId
    ? html`<option value="${campaignId}" selected>${settings.name} (${campaignId})</option>`
    : html`<option value="${campaignId}">${settings.name} (${campaignId})</option>`,
)}</select></div>`
