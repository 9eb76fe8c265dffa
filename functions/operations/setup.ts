import type { Context } from 'hono'
import type * as z from 'zod'
import type { CampaignSetup, getCampaignSetup } from '../../shared/contract/campaigns.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, CampaignField } from '../../shared/domain/campaign.ts'
import { type HttpEnv, originOf } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { sdkIntegrity } from '../../shared/web/sdk.ts'
import type { OperationsDeps } from './deps.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const controlOf = ({ name, type, required, options = [] }: CampaignField): string => {
  const must = required ? ' required' : ''
  if (type === 'select')
    return `<select name="answers.${name}"${must}>${options.map((option) => `<option>${escaped(option)}</option>`).join('')}</select>`
  return `<input name="answers.${name}"${type === 'number' ? ' inputmode="numeric"' : ''}${must}>`
}

const purposeLine = ({ id, required }: { id: string; required: boolean }): string =>
  `  <label><input type="checkbox" name="consent.purposes" value="${id}"${required ? ' required' : ''}> ${id}</label>`

/** A form of the campaign that works without a script. */
const formOf = ({ campaignId, settings }: Campaign, origin: string): string =>
  [
    `<form data-tuoke-campaign="${campaignId}" action="${origin}/v1/campaigns/${campaignId}/leads" method="post">`,
    '  <label>手机号码 <input name="contact.phone" type="tel" autocomplete="tel" required></label>',
    '  <label>姓名 <input name="contact.name" autocomplete="name"></label>',
    ...settings.fields.map((field) => `  <label>${escaped(field.label)} ${controlOf(field)}</label>`),
    `  <input type="hidden" name="consent.version" value="${escaped(settings.consent.version)}">`,
    ...settings.consent.purposes.map(purposeLine),
    '  <input name="website" tabindex="-1" autocomplete="off" hidden>',
    '  <button>提交</button>',
    '</form>',
  ].join('\n')

/** What to paste for a campaign, and its addresses; `origin` is where the API answers. */
export const setupOf = (campaign: Campaign, origin: string): z.infer<typeof CampaignSetup> => {
  const { campaignId, settings } = campaign
  const api = `${origin}/v1/campaigns/${campaignId}`
  const form = formOf(campaign, origin)
  return {
    campaignId,
    snippet: `${form}\n<script src="${origin}/sdk/v1.js" integrity="${sdkIntegrity()}" crossorigin async></script>`,
    form,
    urls: { leads: `${api}/leads`, visits: `${api}/visits`, campaign: api, demo: `${origin}/demo/${campaignId}` },
    allowedOrigins: settings.allowedOrigins,
  }
}

export const handleGetCampaignSetup =
  ({ campaigns }: OperationsDeps) =>
  async (
    { params }: Input<{ campaignId: string }, undefined, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getCampaignSetup)['success']>> => {
    const campaign = await campaigns.find(params.campaignId)
    if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id in the address.')
    return { status: 200, body: setupOf(campaign, originOf(c)) }
  }
