import { html } from 'hono/html'
import type { LeadVerdict } from '../../shared/contract/capture.ts'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { type Chain, hasFollowStep } from '../../shared/domain/milestone.ts'
import { inLang } from '../../shared/web/formWords.ts'
import type { Html } from '../../shared/web/html.ts'
import { cautionIcon, tickIcon } from '../../shared/web/icons.ts'
import type { Lang } from '../../shared/web/lang.ts'

export type Outcome = LeadVerdict['outcome']

const STEPS: Record<Lang, Record<Chain, readonly string[]>> = {
  zh: {
    landing_page: ['留下联系方式', '客户经理与您联系', '验证手机号，提交贷款申请'],
    official_account: ['留下联系方式', '关注公众号', '验证手机号，提交贷款申请'],
    mini_program: ['留下联系方式', '打开小程序，完成实名核验', '在线提交贷款申请'],
    wecom: ['留下联系方式', '添加企业微信顾问', '验证手机号，提交贷款申请'],
    app: ['留下联系方式', '下载 App 并注册', '在线提交贷款申请'],
  },
  en: {
    landing_page: ['Leave your contact', 'An account manager calls you', 'Verify your number and apply'],
    official_account: ['Leave your contact', 'Follow our official account', 'Verify your number and apply'],
    mini_program: ['Leave your contact', 'Open the mini program and verify your identity', 'Apply online'],
    wecom: ['Leave your contact', 'Add your adviser on WeCom', 'Verify your number and apply'],
    app: ['Leave your contact', 'Download the app and register', 'Apply online'],
  },
}

const FOLLOW_STEP = 1

const stepOf = (step: string, i: number, done: number, chain: Chain): Html => {
  if (i < done) return html`<li class="done">${step}</li>`
  return i === FOLLOW_STEP && hasFollowStep(chain) ? html`<li data-follow-step>${step}</li>` : html`<li>${step}</li>`
}

/** The way of a chain in a visitor's words, the first `done` steps behind them. */
export const stepList = (chain: Chain, lang: Lang, done = 0): Html =>
  html`<ol>${STEPS[lang][chain].map((step, i) => stepOf(step, i, done, chain))}</ol>`

type Words = { next: string; titles: Record<Outcome, string>; messages: Record<Outcome, (product: string) => string> }

const WORDS: Record<Lang, Words> = {
  zh: {
    next: '接下来',
    titles: { accepted: '提交成功', duplicate: '您已提交过', rejected: '暂时无法受理' },
    messages: {
      accepted: (product) => `感谢您咨询「${product}」。我们已收到您的信息，将按您留下的联系方式与您联系。`,
      duplicate: (product) => `您此前已留下联系方式，无需重复提交。您对「${product}」的咨询正在跟进，请留意来电。`,
      rejected: (product) =>
        `感谢您关注「${product}」。很抱歉，本次提交暂时无法受理。如需帮助，请联系您的客户经理或银行客服。`,
    },
  },
  en: {
    next: 'What comes next',
    titles: { accepted: 'Thank you', duplicate: 'We have your request already', rejected: 'We cannot take this now' },
    messages: {
      accepted: (product) => `We have received your request about the ${product} and will get in touch with you.`,
      duplicate: (product) =>
        `You left your contact before, so there is nothing more to do. We are working on your request about the ${product}: please expect our call.`,
      rejected: (product) =>
        `Thank you for your interest in the ${product}. We are sorry that we cannot take your request at the moment. Your account manager or our hotline can help.`,
    },
  },
}

export const verdictTitle = (outcome: Outcome, lang: Lang): string => WORDS[lang].titles[outcome]

/** What a visitor is told about a submission. */
export const verdictPanel = (outcome: Outcome, { product, chain }: CampaignSettings, lang: Lang): Html => html`
<div class="badge${outcome === 'accepted' ? '' : ' calm'}">${outcome === 'rejected' ? cautionIcon(32) : tickIcon(32)}</div>
<h2 class="big">${verdictTitle(outcome, lang)}</h2>
<p>${WORDS[lang].messages[outcome](inLang(product, lang).text)}</p>
${outcome === 'rejected' ? '' : html`<div class="next"><h2>${WORDS[lang].next}</h2>${stepList(chain, lang, 1)}</div>`}`
