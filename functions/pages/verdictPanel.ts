import { html } from 'hono/html'
import type { LeadVerdict } from '../../shared/contract/capture.ts'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import type { Chain } from '../../shared/domain/milestone.ts'
import { cautionIcon, tickIcon } from '../../shared/web/icons.ts'
import type { Html } from '../../shared/web/page.ts'

export type Outcome = LeadVerdict['outcome']

const STEPS: Record<Chain, readonly string[]> = {
  landing_page: ['留下联系方式', '客户经理与您联系', '验证手机号，提交贷款申请'],
  official_account: ['留下联系方式', '关注公众号', '验证手机号，提交贷款申请'],
  mini_program: ['留下联系方式', '打开小程序，完成实名核验', '在线提交贷款申请'],
  wecom: ['留下联系方式', '添加企业微信顾问', '验证手机号，提交贷款申请'],
  app: ['留下联系方式', '下载 App 并注册', '在线提交贷款申请'],
}

/** The way of a chain in a visitor's words, the first `done` steps behind them. */
export const stepList = (chain: Chain, done = 0): Html =>
  html`<ol>${STEPS[chain].map((step, i) => (i < done ? html`<li class="done">${step}</li>` : html`<li>${step}</li>`))}</ol>`

const TITLES: Record<Outcome, string> = {
  accepted: '提交成功',
  duplicate: '您已提交过',
  rejected: '暂时无法受理',
}

const messageOf = (outcome: Outcome, product: string): Html => {
  if (outcome === 'accepted')
    return html`<p>感谢您咨询「${product}」。我们已收到您的信息，将按您留下的联系方式与您联系。</p>`
  if (outcome === 'duplicate')
    return html`<p>您此前已留下联系方式，无需重复提交。您对「${product}」的咨询正在跟进，请留意来电。</p>`
  return html`<p>感谢您关注「${product}」。很抱歉，本次提交暂时无法受理。如需帮助，请联系您的客户经理或银行客服。</p>`
}

/** What a visitor is told about a submission. */
export const verdictPanel = (outcome: Outcome, { product, chain }: CampaignSettings): Html => html`
<div class="badge${outcome === 'accepted' ? '' : ' calm'}">${outcome === 'rejected' ? cautionIcon(32) : tickIcon(32)}</div>
<h2 class="big">${TITLES[outcome]}</h2>
${messageOf(outcome, product)}
${outcome === 'rejected' ? '' : html`<div class="next"><h2>接下来</h2>${stepList(chain, 1)}</div>`}`
