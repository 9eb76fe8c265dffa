import type { Context } from 'hono'
import type * as z from 'zod'
import type { CampaignSetup, getCampaignSetup } from '../../shared/contract/campaigns.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Campaign, CampaignField } from '../../shared/domain/campaign.ts'
import { type HttpEnv, originOf } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { FORM_WORDS } from '../../shared/web/formWords.ts'
import { sdkIntegrity } from '../../shared/web/sdk.ts'
import { callbackAddresses } from './callbackAddresses.ts'
import type { OperationsDeps } from './deps.ts'
import { clickMonitors, leadFormAddresses, postbackAddresses } from './inboundAddresses.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const controlOf = ({ name, type, required, options = [] }: CampaignField): string => {
  const must = required ? ' required' : ''
  if (type === 'select')
    return `<select name="answers.${name}"${must}>${options.map((option) => `<option>${escaped(option)}</option>`).join('')}</select>`
  return `<input name="answers.${name}"${type === 'number' ? ' inputmode="numeric"' : ''}${must}>`
}

type Consent = Campaign['settings']['consent']

const { phone, name, send, purposes: PURPOSES, recipients: listed } = FORM_WORDS.zh

const purposeLine = ({ id, required, recipients = [] }: Consent['purposes'][number]): string => {
  const { title, detail } = PURPOSES[id]
  const told = `${title}：${detail}${recipients.length > 0 ? listed([...recipients]) : ''}`
  return `  <label><input type="checkbox" name="consent.purposes" value="${id}"${required ? ' required' : ''}> ${escaped(told)}</label>`
}

const consentText = ({ text }: Consent): string => `  <p style="white-space: pre-line">${escaped(text)}</p>`

/** A form of the campaign in Chinese, its consent text in it, that works without a script. */
const formOf = ({ campaignId, settings }: Campaign, origin: string): string =>
  [
    `<form data-tuoke-campaign="${campaignId}" action="${origin}/v1/campaigns/${campaignId}/leads" method="post">`,
    `  <label>${phone} <input name="contact.phone" type="tel" autocomplete="tel" required></label>`,
    `  <label>${name} <input name="contact.name" autocomplete="name"></label>`,
    ...settings.fields.map((field) => `  <label>${escaped(field.label)} ${controlOf(field)}</label>`),
    `  <input type="hidden" name="consent.version" value="${escaped(settings.consent.version)}">`,
    consentText(settings.consent),
    ...settings.consent.purposes.map(purposeLine),
    '  <input name="website" tabindex="-1" autocomplete="off" hidden>',
    `  <button>${send}</button>`,
    '</form>',
  ].join('\n')

/** What to paste for a campaign, and its addresses; `origin` is where the API answers. */
export const setupOf = async (
  deps: Pick<OperationsDeps, 'connections' | 'ring' | 'clickOrigin'>,
  campaign: Campaign,
  origin: string,
): Promise<z.infer<typeof CampaignSetup>> => {
  const { campaignId, settings } = campaign
  const api = `${origin}/v1/campaigns/${campaignId}`
  const form = formOf(campaign, origin)
  const ring = await deps.ring()
  return {
    campaignId,
    snippet: `${form}\n<script src="${origin}/sdk/v1.js" integrity="${sdkIntegrity()}" crossorigin async></script>`,
    form,
    urls: { leads: `${api}/leads`, visits: `${api}/visits`, campaign: api, demo: `${origin}/demo/${campaignId}` },
    callbacks: await callbackAddresses(deps, campaign, origin),
    monitors: clickMonitors(ring, campaign, deps.clickOrigin || origin),
    leadForms: leadFormAddresses(ring, campaign, origin),
    postbacks: postbackAddresses(campaign, origin),
    allowedOrigins: settings.allowedOrigins,
  }
}

export const handleGetCampaignSetup =
  (deps: OperationsDeps) =>
  async (
    { params }: Input<{ campaignId: string }, undefined, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getCampaignSetup)['success']>> => {
    const campaign = await deps.campaigns.find(params.campaignId)
    if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id in the address.')
    return { status: 200, body: await setupOf(deps, campaign, originOf(c)) }
  }
