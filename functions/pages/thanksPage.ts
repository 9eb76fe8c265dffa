import { html } from 'hono/html'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { inLang } from '../../shared/web/formWords.ts'
import type { Lang } from '../../shared/web/lang.ts'
import { page } from '../../shared/web/page.ts'
import { type Outcome, verdictPanel, verdictTitle } from './verdictPanel.ts'

/** Where a form without JavaScript ends when the campaign has no thank-you page of its own. */
export const thanksPage = (settings: CampaignSettings, outcome: Outcome, lang: Lang): string => {
  const product = inLang(settings.product, lang).text
  return page({
    title: `${verdictTitle(outcome, lang)} · ${product}`,
    lang,
    body: html`<div class="band">
<header class="top"><h1>${product}</h1></header>
<main class="card">${verdictPanel(outcome, settings, lang)}</main>
</div>`,
  })
}
