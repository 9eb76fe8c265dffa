import { html } from 'hono/html'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { page } from '../../shared/web/page.ts'
import { type Outcome, verdictPanel } from './verdictPanel.ts'

/** Where a form without JavaScript ends when the campaign has no thank-you page of its own. */
export const thanksPage = (settings: CampaignSettings, outcome: Outcome): string =>
  page({
    title: `${outcome === 'rejected' ? '暂时无法受理' : '提交成功'} · ${settings.product}`,
    body: html`<div class="band">
<header class="top"><h1>${settings.product}</h1></header>
<main class="card">${verdictPanel(outcome, settings)}</main>
</div>`,
  })
