import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Campaign } from '../../shared/domain/campaign.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { clockIcon, lockIcon, pauseIcon, riseIcon, tickIcon } from '../../shared/web/icons.ts'
import { leadForm } from '../../shared/web/leadForm.ts'
import { type Html, page } from '../../shared/web/page.ts'
import { LANDING_SCRIPTS } from './landingScript.ts'
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
  ['touch.visitId', ''],
]

const panelOf = (outcome: Outcome, { settings }: Campaign): Html =>
  html`<section data-outcome="${outcome}" tabindex="-1" hidden>${verdictPanel(outcome, settings)}</section>`

const NO_SCRIPT = html`<noscript><p class="notice">提交前需要完成安全验证。请在浏览器中启用 JavaScript，然后刷新本页。</p></noscript>`

const RISK =
  '贷款额度、利率、期限与审批结果以银行最终核准为准。请根据自身经营状况与还款能力合理借贷。除您授权的用途外，我们不会使用您留下的信息。'

const openBody = (campaign: Campaign, c: Context<HttpEnv>): Html => {
  const { product, chain, challenge } = campaign.settings
  return html`<main class="split">
<div class="hero">
<p class="eyebrow">${riseIcon(22)}小微企业金融服务</p>
<h1>${product}</h1>
<p class="lead">留下联系方式，由专人为您介绍适合的额度、利率与办理流程。</p>
<ul class="points"><li>${clockIcon(18)}1 分钟填完</li><li>${lockIcon(18)}加密保存</li><li>${tickIcon(18)}随时可撤回</li></ul>
</div>
<div class="card ask">
<section data-outcome="form"><h2>预约咨询</h2>${challenge === 'proof_of_work' ? NO_SCRIPT : ''}
${leadForm(campaign, { hidden: touchOf(c) })}</section>
${(['accepted', 'duplicate', 'rejected'] as const).map((outcome) => panelOf(outcome, campaign))}
</div>
<section class="steps" data-outcome="form"><h2>办理流程</h2>${stepList(chain)}</section>
<p class="risk fine">${RISK}</p>
</main>`
}

const endedBody = ({ settings }: Campaign): Html => html`<div class="band">
<header class="top"><h1>${settings.product}</h1></header>
<main class="card"><div class="badge calm">${pauseIcon(32)}</div>
<h2 class="big">活动已结束</h2>
<p>感谢您的关注。本次活动目前不再接受新的咨询，您已提交的信息不受影响，我们会继续为您跟进。</p>
<p>如需了解其他产品，请联系您的客户经理或银行客服。</p></main>
</div>`

/** The landing page of a campaign: its form while it is live. */
export const landingPage = (campaign: Campaign, c: Context<HttpEnv>): string => {
  const { product, status, challenge } = campaign.settings
  if (status !== 'live') return page({ title: `活动已结束 · ${product}`, body: endedBody(campaign) })
  return page({
    title: `${product} · 预约咨询`,
    description: `${product}：面向小微企业的金融服务，在线留下联系方式，由专人与您联系。`,
    body: openBody(campaign, c),
    script: LANDING_SCRIPTS[challenge],
  })
}
