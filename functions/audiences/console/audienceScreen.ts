import { html } from 'hono/html'
import { chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { numberText } from '../../../shared/console/figures.ts'
import type { Screen, Shown, Visit } from '../../../shared/console/screen.ts'
import type { AudienceExport } from '../../../shared/contract/audiences.ts'
import { LEFT_OUT } from '../../../shared/domain/audience.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { requestIdOf } from '../../../shared/runtime/http.ts'
import type { Html } from '../../../shared/web/html.ts'
import { audienceFile, exported, previewOf } from '../exportAudience.ts'
import { type Asked, askedIn, fieldsOf, orderedBy } from './asked.ts'
import { audienceForm } from './audienceForm.ts'
import type { AudienceConsoleDeps } from './deps.ts'
import { audienceWordsIn, leftOutWord } from './words.ts'

/** Lets the pack that was counted leave, one way or the other. */
const handOverForm = (campaign: Campaign, asked: Asked, delivery: 'file' | 'upload', word: string): Html =>
  html`<form method="post" action="/console/audiences">${[...fieldsOf(campaign, asked), ['delivery', delivery]].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button>${word}</button></form>`

/** Whether the recipient is a destination to which packs are uploaded. */
const takesUploads = ({ settings }: Campaign, { platform, destination }: Asked): boolean =>
  platform === 'tencent_ads' &&
  (settings.destinations ?? []).some((one) => one.id === destination && one.platform === platform && one.enabled)

const nextLink = (campaign: Campaign, asked: Asked, cursor: string | undefined, { lang }: Visit): Html | '' =>
  cursor === undefined
    ? ''
    : html`<p><a href="/console/audiences?${new URLSearchParams(fieldsOf(campaign, { ...asked, cursor }))}">${audienceWordsIn(lang)('nextPart')}</a></p>`

const counts = (
  { count, leftOut, cursor, from, to }: AudienceExport,
  campaign: Campaign,
  asked: Asked,
  visit: Visit,
): Html => {
  const { say, lang } = visit
  const own = audienceWordsIn(lang)
  const reasons = LEFT_OUT.filter((reason) => leftOut[reason] > 0)
  return html`<section class="card"><p><strong>${own('members')}: ${numberText(count)}</strong> · ${from} – ${to}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${own('leftOut')}"><table><thead><tr><th scope="col">${own('leftOut')}</th><th scope="col" class="num">${say('count')}</th></tr></thead>
<tbody>${reasons.map((reason) => html`<tr><th scope="row">${leftOutWord(reason, lang)}</th><td class="num">${numberText(leftOut[reason])}</td></tr>`)}
${reasons.length === 0 ? html`<tr><td>${own('nobody')}</td><td class="num">0</td></tr>` : ''}</tbody></table></div>
${count === 0 ? '' : handOverForm(campaign, asked, 'file', say('download'))}
${count > 0 && takesUploads(campaign, asked) ? handOverForm(campaign, asked, 'upload', own('upload')) : ''}
${nextLink(campaign, asked, cursor, visit)}</section>`
}

type Made = (chosen: Campaign, asked: Asked) => Promise<Html | Response>

const page = async (
  deps: AudienceConsoleDeps,
  visit: Visit,
  value: (name: string) => string,
  make: Made,
): Promise<Shown> => {
  const own = audienceWordsIn(visit.lang)
  const title = own('audiences')
  const { all, chosen } = await chosenCampaign(deps, value('campaign'))
  if (!chosen) return { title, body: html`<h1>${title}</h1><p>${visit.say('noCampaign')}</p>` }
  const asked = askedIn(value, chosen)
  const made = await make(chosen, asked)
  if (made instanceof Response) return made
  return {
    title,
    body: html`<h1>${title}</h1><p class="soft">${own('help')}</p>${audienceForm(all, chosen, asked, visit)}${made}`,
  }
}

const uploadNotice = (
  { count, uploaded, cursor }: AudienceExport,
  campaign: Campaign,
  asked: Asked,
  visit: Visit,
): Html => {
  const own = audienceWordsIn(visit.lang)
  return html`<p class="notice" role="status">${uploaded ? html`${own('uploaded')} <code>${uploaded.audienceId}</code>: ${numberText(count)}` : own('nothingUploaded')}</p>${nextLink(campaign, asked, cursor, visit)}`
}

/** Packs of leads for ad platforms: who would be in one and who not, then as a file or by upload. */
export const audienceScreen: Screen<AudienceConsoleDeps> = {
  path: '/console/audiences',
  scope: 'audiences:export',
  place: '/console/audiences',
  show: (deps, visit) =>
    page(deps, visit, visit.query, async (chosen, asked) =>
      visit.query('kind') === ''
        ? html``
        : counts(await previewOf(deps, await orderedBy(deps, chosen, asked, 'file')), chosen, asked, visit),
    ),
  act: (deps, visit, form) =>
    page(deps, visit, form.text, async (chosen, asked) => {
      const delivery = form.text('delivery') === 'upload' ? 'upload' : 'file'
      const order = await orderedBy(deps, chosen, asked, delivery)
      const asking = { operatorId: visit.operator.keyId, key: undefined, requestId: requestIdOf(visit.c), words: '' }
      const { body } = await exported(deps, order, asking)
      return delivery === 'file' ? audienceFile(visit.c, body, undefined) : uploadNotice(body, chosen, asked, visit)
    }),
}
