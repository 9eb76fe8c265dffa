import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { timeText } from '../../../shared/console/figures.ts'
import { type Form, required, type Screen, type Shown, type Visit } from '../../../shared/console/screen.ts'
import { type FieldError, Problem } from '../../../shared/contract/problem.ts'
import { type Campaign, CampaignId, CampaignSettings } from '../../../shared/domain/campaign.ts'
import { originOf } from '../../../shared/runtime/http.ts'
import { check } from '../../../shared/runtime/validation.ts'
import type { Html } from '../../../shared/web/html.ts'
import { keepCampaign } from '../campaigns.ts'
import { setupOf } from '../setup.ts'
import { campaignFields, settingsIn } from './campaignForm.ts'
import type { ConsoleDeps } from './deps.ts'
import type { Written } from './formParts.ts'
import { inboundCards } from './inboundCards.ts'

const MOST = 100

const row = (
  { campaignId, version, updatedAt, settings }: Campaign,
  { say, lang, operator }: Visit,
): Html => html`<tr><th scope="row"><a href="/console?campaign=${campaignId}">${settings.name}</a><br><code>${campaignId}</code></th><td>${settings.product}</td><td>${codeWord(settings.chain, lang)}</td>
<td><span class="tag${settings.status === 'live' ? '' : ' off'}">${codeWord(settings.status, lang)}</span>${settings.mode === 'test' ? html` <span class="tag no">${codeWord('test', lang)}</span>` : ''}</td><td class="num">${version}</td><td>${timeText(updatedAt, settings.timezone)}</td>
<td><a href="/console/campaigns/${campaignId}/setup" aria-label="${say('setUp')} ${settings.name}">${say('setUp')}</a>${operator.scopes.includes('campaigns:write') ? html` · <a href="/console/campaigns/${campaignId}" aria-label="${say('editCampaign')} ${settings.name}">${say('editCampaign')}</a>` : ''}</td></tr>`

export const campaignsScreen: Screen<ConsoleDeps> = {
  path: '/console/campaigns',
  scope: 'campaigns:read',
  place: '/console/campaigns',
  show: async ({ campaigns }, visit) => {
    const { say, operator } = visit
    const all = await campaigns.list(MOST)
    return {
      title: say('campaigns'),
      body: html`<h1>${say('campaigns')}</h1>
${operator.scopes.includes('campaigns:write') ? html`<p><a class="button" href="/console/campaigns/new">${say('newCampaign')}</a></p>` : ''}
<section class="card"><div class="scroll" tabindex="0" role="region" aria-label="${say('campaigns')}"><table><thead><tr>${(['campaign', 'product', 'chain', 'status'] as const).map((word) => html`<th scope="col">${say(word)}</th>`)}<th scope="col" class="num">${say('version')}</th><th scope="col">${say('updated')}</th><td></td></tr></thead>
<tbody>${all.map((campaign) => row(campaign, visit))}</tbody></table></div></section>`,
    }
  },
}

type Edited = {
  campaignId: string
  /** The version that saving replaces; 0 for a new campaign. */
  version: number
  written: Written
  /** The other settings as they were typed, where they are not `written`. */
  advanced?: string
  errors: readonly FieldError[]
  notice?: Html
}

const editPage = (
  visit: Visit,
  { campaignId, version, written, advanced, errors, notice = html`` }: Edited,
): Exclude<Shown, Response> => {
  const { say } = visit
  const isNew = version === 0
  const title = isNew ? say('newCampaign') : `${say('editCampaign')}: ${written.name ?? campaignId}`
  return {
    title,
    status: errors.length > 0 ? 422 : 200,
    body: html`<h1>${title}</h1>${notice}${errors.length > 0 ? html`<p class="notice bad" role="alert">${say('fixErrors')}</p>` : ''}
<form class="card wide" method="post" action="/console/campaigns/${isNew ? 'new' : campaignId}"><input type="hidden" name="version" value="${version}">
${isNew ? html`<div class="field"><label for="campaignId">${say('campaignId')}</label><input id="campaignId" name="campaignId" value="${campaignId}" pattern="[a-z0-9\\-]{3,40}" required><div class="error">${errors.find(({ pointer }) => pointer === '/campaignId')?.message ?? ''}</div></div>` : ''}
${campaignFields({ written, advanced, errors, visit })}
<button>${say('save')}</button> <a class="button quiet" href="/console/campaigns">${say('back')}</a></form>`,
  }
}

const taken = (message: string): FieldError => ({ pointer: '/campaignId', code: 'invalid', message })

const stalePage = (visit: Visit, edited: Edited): Shown => ({
  ...editPage(visit, { ...edited, notice: html`<p class="notice bad" role="alert">${visit.say('stale')}</p>` }),
  status: 409,
})

const keep = async (deps: ConsoleDeps, visit: Visit, form: Form, before: Campaign | undefined): Promise<Shown> => {
  const { written, advanced, errors } = settingsIn(form)
  const campaignId = before?.campaignId ?? form.text('campaignId').trim()
  const checked = await check(CampaignSettings, written)
  const idErrors = CampaignId.safeParse(campaignId).success ? [] : [taken('must be 3 to 40 of a-z, 0-9 and -')]
  const all = [...idErrors, ...errors, ...('errors' in checked ? checked.errors : [])]
  const version = before?.version ?? 0
  const edited = { campaignId, version, written: written as Written, advanced, errors: all }
  const seen = Number(form.text('version'))
  if (all.length > 0 || 'errors' in checked) return editPage(visit, before ? { ...edited, version: seen } : edited)
  if (before && seen !== version) return stalePage(visit, edited)
  try {
    await keepCampaign(deps, { campaignId, settings: checked.value, before })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'version_stale') throw error
    if (!before) return editPage(visit, { ...edited, errors: [taken('is taken by another campaign')] })
    return stalePage(visit, { ...edited, version: (await found(deps, visit)).version })
  }
  return visit.c.redirect(`/console/campaigns/${campaignId}/setup`, 303)
}

const EMPTY: Written = {
  chain: 'landing_page',
  status: 'draft',
  mode: 'test',
  consent: { version: '', text: '', purposes: [{ id: 'contact', required: true }] },
}

export const newCampaignScreen: Screen<ConsoleDeps> = {
  path: '/console/campaigns/new',
  scope: 'campaigns:write',
  place: '/console/campaigns',
  show: async (_, visit) => editPage(visit, { campaignId: '', version: 0, written: EMPTY, errors: [] }),
  act: (deps, visit, form) => keep(deps, visit, form, undefined),
}

const found = async ({ campaigns }: ConsoleDeps, { param }: Visit): Promise<Campaign> => {
  const id = CampaignId.safeParse(param('campaignId'))
  return required(id.success ? await campaigns.find(id.data) : undefined, 'campaign_not_found')
}

export const editCampaignScreen: Screen<ConsoleDeps> = {
  path: '/console/campaigns/:campaignId',
  scope: 'campaigns:write',
  place: '/console/campaigns',
  show: async (deps, visit) => {
    const { campaignId, version, settings } = await found(deps, visit)
    return editPage(visit, { campaignId, version, written: settings, errors: [] })
  },
  act: async (deps, visit, form) => keep(deps, visit, form, await found(deps, visit)),
}

type Callbacks = Awaited<ReturnType<typeof setupOf>>['callbacks']

/** What to enter at the platforms of a campaign's accounts. */
const callbackCard = (callbacks: Callbacks, { say, lang }: Visit): Html | '' => {
  if (callbacks.length === 0) return ''
  return html`<section class="card"><h2>${say('callbacks')}</h2><p class="soft">${say('callbacksHelp')}</p><div class="scroll" tabindex="0" role="region" aria-label="${say('callbacks')}"><table><tbody>${callbacks.map(
    ({ kind, connection, url, encrypted }) =>
      html`<tr><th scope="row">${codeWord(kind, lang)} <code>${connection}</code></th><td>${url ? html`<code>${url}</code><br><span class="soft">${say(encrypted ? 'encrypted' : 'plain')}</span>` : say('noCallback')}</td></tr>`,
  )}</tbody></table></div></section>`
}

/** Everything to paste into a landing page, and the addresses of a campaign. */
export const setupScreen: Screen<ConsoleDeps> = {
  path: '/console/campaigns/:campaignId/setup',
  scope: 'campaigns:read',
  place: '/console/campaigns',
  show: async (deps, visit) => {
    const campaign = await found(deps, visit)
    const { say, c } = visit
    const { snippet, form, urls, callbacks, ...inbound } = await setupOf(deps, campaign, originOf(c))
    return {
      title: `${say('setUp')} · ${campaign.settings.name}`,
      body: html`<h1>${say('setUp')}: ${campaign.settings.name}</h1>
<section class="card"><h2>${say('paste')}</h2><pre tabindex="0" aria-label="${say('paste')}">${snippet}</pre>
<h2>${say('plainForm')}</h2><pre tabindex="0" aria-label="${say('plainForm')}">${form}</pre></section>
<section class="card"><h2>${say('addresses')}</h2><div class="scroll" tabindex="0" role="region" aria-label="${say('addresses')}"><table><tbody>${Object.entries(urls).map(([name, url]) => html`<tr><th scope="row">${name}</th><td><code>${url}</code></td></tr>`)}</tbody></table></div>
<p><a href="/demo/${campaign.campaignId}">${say('tryIt')}</a></p></section>
${callbackCard(callbacks, visit)}
${inboundCards(inbound, visit)}`,
    }
  },
}
