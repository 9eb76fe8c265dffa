import { html } from 'hono/html'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { riseIcon } from '../../shared/web/icons.ts'
import { page } from '../../shared/web/page.ts'
import type { PagesDeps } from './deps.ts'

const DEMOS: readonly { campaignId: string; title: string; path: string }[] = [
  { campaignId: 'demo-landing-page', title: '落地页', path: '点击 → 访问 → 留资 → 注册 → 完件 → 授信 → 用信' },
  { campaignId: 'demo-official-account', title: '公众号', path: '点击 → 落地页 → 关注 → 服务提醒 → 注册 → 完件' },
  { campaignId: 'demo-mini-program', title: '小程序', path: '点击 → 一键注册 → 实名核验 → 完件 → 授信' },
  { campaignId: 'demo-wecom', title: '企业微信', path: '点击 → 落地页 → 添加顾问 → 注册 → 完件' },
  { campaignId: 'demo-app', title: 'App', path: '点击 → 下载 → 激活 → 注册 → 完件' },
]

type Demo = (typeof DEMOS)[number]

const isShown = (campaign: Campaign | undefined) => campaign !== undefined && campaign.settings.status !== 'draft'

/** Those of the demo campaigns that are there to be opened. */
export const shownDemos = async ({ findCampaign }: PagesDeps): Promise<Demo[]> => {
  const campaigns = await Promise.all(DEMOS.map(({ campaignId }) => findCampaign(campaignId)))
  return DEMOS.filter((_, i) => isShown(campaigns[i]))
}

const AUDIENCE: readonly [string, string][] = [
  ['增长与运营', '看清每一步的转化与成本，跟踪单个客户，管理活动与合作方'],
  ['银行信贷流程', '以事件接收进件，回传授信与放款结果'],
  ['合规', '按用途授权，可导出、可删除，访问有记录'],
  ['工程', '一条命令在本机运行，无需云账号；同一套代码部署到 AWS'],
]

const demoList = (demos: readonly Demo[]) => html`<section><h2>演示落地页</h2>
<div class="links">${demos.map(({ campaignId, title, path }) => html`<a href="/demo/${campaignId}"><b>${title}</b><small>${path}</small></a>`)}</div></section>`

/** What Tuoke is, with links to what is there. */
export const homePage = (demos: readonly Demo[]): string =>
  page({
    title: '拓客 Tuoke · 小微企业信贷获客 API',
    description: '拓客（Tuoke）：面向小微企业信贷的无服务器获客与进件 API，从广告点击到放款，每一步只计一次。',
    body: html`<div class="band">
<header class="top wide"><p class="eyebrow">${riseIcon(22)}拓客 Tuoke</p><h1>小微企业信贷获客 API</h1>
<p>从广告点击到放款，每一步只计一次。</p></header>
<main class="card wide">
<section><h2>它做什么</h2>
<p>银行把广告指向落地页、公众号、小程序、企业微信或 App。拓客记录从点击到放款的每一步，把进件以事件交给银行的信贷流程，接收审批结果，向广告平台回传转化，并给出每一步的成本。</p></section>
<section><h2>给谁用</h2>
<div class="who">${AUDIENCE.map(([who, what]) => html`<div><b>${who}</b><br><small>${what}</small></div>`)}</div></section>
${demos.length > 0 ? demoList(demos) : ''}
<section><h2>入口</h2><div class="links">
<a href="/console"><b>控制台</b><small>漏斗、成本、活动、线索、投放花费、密钥</small></a>
<a href="/docs"><b>接口文档</b><small>API 参考、事件目录、接入指南</small></a>
<a href="/health"><b>运行状态</b><small>接口与存储是否正常</small></a>
</div></section>
</main>
</div>`,
  })
