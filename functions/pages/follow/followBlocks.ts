import { html } from 'hono/html'
import type { InvitationKind } from '../../../shared/contract/following.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Html } from '../../../shared/web/html.ts'
import { tickIcon } from '../../../shared/web/icons.ts'
import { invitedTo } from '../../../shared/web/invitedTo.ts'
import type { Lang } from '../../../shared/web/lang.ts'
import { FOLLOW_WORDS } from './followWords.ts'

const CODE_SIZE = 200

/** The script turns a block from one state to the next: a part shows in those that its `data-on` names. */
const block = (kind: InvitationKind, lang: Lang): Html => {
  const { kinds, loading, failed, again } = FOLLOW_WORDS[lang]
  const { title, before, after, scan, press, image, open, done } = kinds[kind]
  return html`<section class="follow" data-follow="${kind}" hidden>
<h2>${title}</h2>
<p data-by="visit">${before}</p><p data-by="lead" hidden>${after}</p>
<figure data-on="ready" data-image hidden><img alt="${image}" width="${CODE_SIZE}" height="${CODE_SIZE}" referrerpolicy="no-referrer">
<figcaption><span class="scan">${scan}</span><span class="press">${press}</span></figcaption></figure>
<p data-on="ready" hidden><a class="button" rel="noreferrer">${open}</a></p>
<div role="status"><p class="fine" data-on="loading" hidden>${loading}</p><p class="notice" data-on="failed" hidden>${failed}</p>${done ? html`<p class="ok" data-on="done" hidden>${tickIcon(18)}${done}</p>` : ''}</div>
<button type="button" class="quiet" data-on="failed" data-again hidden>${again}</button>
</section>`
}

const reminder = (lang: Lang): Html => {
  const { remind, reminded, unreminded } = FOLLOW_WORDS[lang]
  return html`<section data-reminder hidden>
<button type="button" class="quiet" data-on="asking failed">${remind}</button>
<div role="status"><p class="ok" data-on="done" hidden>${tickIcon(18)}${reminded}</p><p class="notice" data-on="failed" hidden>${unreminded}</p></div>
</section>`
}

/** Beside a mini program or an app it is the other way, else the next step. */
const goOn = ({ campaignId }: Campaign, kinds: readonly InvitationKind[], lang: Lang): Html =>
  html`<p data-next hidden><a class="button${kinds.includes('mini_program') || kinds.includes('app') ? ' quiet' : ''}" href="/demo/${campaignId}/apply">${FOLLOW_WORDS[lang].next}</a></p>`

/** What a campaign invites to, for a visitor and after the form for the lead; then the way on to its application. Nothing of it shows without JavaScript. */
export const followBlocks = (campaign: Campaign, lang: Lang): Html => {
  const { settings } = campaign
  const kinds = invitedTo(settings)
  return html`${kinds.map((kind) => block(kind, lang))}
${kinds.includes('official_account') ? reminder(lang) : ''}
${settings.application && settings.registration ? goOn(campaign, kinds, lang) : ''}`
}
