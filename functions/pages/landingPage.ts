import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { inLang } from '../../shared/web/formWords.ts'
import type { Html } from '../../shared/web/html.ts'
import { clockIcon, lockIcon, pauseIcon, riseIcon, tickIcon } from '../../shared/web/icons.ts'
import { invitedTo } from '../../shared/web/invitedTo.ts'
import { type Lang, langOf } from '../../shared/web/lang.ts'
import { leadForm } from '../../shared/web/leadForm.ts'
import { langAttribute, page } from '../../shared/web/page.ts'
import { followBlocks } from './follow/followBlocks.ts'
import { LANDING_WORDS } from './landingWords.ts'
import { langLink } from './langLink.ts'
import { type Outcome, stepList, verdictPanel } from './verdictPanel.ts'

const MAX_ADDRESS = 4096

/** The address as the browser has it: click ids in its query survive a form that is sent without JavaScript. */
const addressOf = (c: Context<HttpEnv>): string => {
  const { headers, rawPath, rawQueryString } = c.env.event
  const query = rawQueryString === '' ? '' : `?${rawQueryString}`
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers.host}${rawPath}${query}`.slice(0, MAX_ADDRESS)
}

const touchOf = (c: Context<HttpEnv>): [string, string][] => [
  ['touch.url', addressOf(c)],
  ['touch.referrer', (c.req.header('referer') ?? '').slice(0, MAX_ADDRESS)],
]

const panelOf = (outcome: Outcome, { settings }: Campaign, lang: Lang): Html =>
  html`<section data-tuoke-outcome="${outcome}" hidden>${verdictPanel(outcome, settings, lang)}</section>`

const barOf = (c: Context<HttpEnv>, lang: Lang): Html =>
  html`<div class="bar"><p class="eyebrow">${riseIcon(22)}${LANDING_WORDS[lang].business}</p>${langLink(c, lang)}</div>`

const heroOf = ({ settings }: Campaign, c: Context<HttpEnv>, lang: Lang): Html => {
  const { lead, points } = LANDING_WORDS[lang]
  const { text, tag } = inLang(settings.product, lang)
  const [quick, safe, free] = points
  return html`<div class="hero">
${barOf(c, lang)}
<h1${langAttribute(tag)}>${text}</h1>
<p class="lead">${lead[settings.chain]}</p>
<ul class="points"><li>${clockIcon(18)}${quick}</li><li>${lockIcon(18)}${safe}</li><li>${tickIcon(18)}${free}</li></ul>
</div>`
}

const openBody = (campaign: Campaign, c: Context<HttpEnv>, lang: Lang): Html => {
  const { ask, steps, trust, promises, needsScript, risk } = LANDING_WORDS[lang]
  const { chain, challenge } = campaign.settings
  return html`<main class="split" data-tuoke-scope>
${heroOf(campaign, c, lang)}
<div class="card ask">
<section data-tuoke-outcome="form"><h2>${ask}</h2>
${challenge === 'proof_of_work' ? html`<noscript><p class="notice">${needsScript}</p></noscript>` : ''}
${leadForm(campaign, { lang, hidden: touchOf(c) })}</section>
${(['accepted', 'duplicate', 'rejected'] as const).map((outcome) => panelOf(outcome, campaign, lang))}
${followBlocks(campaign, lang)}
</div>
<section class="steps" data-tuoke-outcome="form"><h2>${steps}</h2>${stepList(chain, lang)}
<h2>${trust}</h2><ul>${promises.map((promise) => html`<li>${tickIcon(18)}${promise}</li>`)}</ul></section>
<p class="risk fine">${risk}</p>
</main>`
}

const endedBody = (product: string, c: Context<HttpEnv>, lang: Lang): Html => {
  const { title, text, more } = LANDING_WORDS[lang].ended
  return html`<div class="band">
<header class="top">${barOf(c, lang)}<h1>${product}</h1></header>
<main class="card"><div class="badge calm">${pauseIcon(32)}</div>
<h2 class="big">${title}</h2>
<p>${text}</p>
<p>${more}</p></main>
</div>`
}

/** The landing page of a campaign: its form while it is live. In English where the address asks for it. */
export const landingPage = (campaign: Campaign, c: Context<HttpEnv>): string => {
  const lang = langOf(c.req.query('lang'))
  const { title, description, ended } = LANDING_WORDS[lang]
  const product = inLang(campaign.settings.product, lang).text
  if (campaign.settings.status !== 'live')
    return page({ title: `${ended.title} · ${product}`, lang, body: endedBody(product, c, lang) })
  return page({
    title: title(product),
    description: description(product),
    lang,
    body: openBody(campaign, c, lang),
    scripts: ['/sdk/v1.js', ...(invitedTo(campaign.settings).length > 0 ? ['/sdk/follow.js'] : [])],
  })
}
