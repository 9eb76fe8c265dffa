import { html, raw } from 'hono/html'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { LoanProduct } from '../../../shared/domain/loanProduct.ts'
import { FIELD_MESSAGES } from '../../../shared/web/fieldMessages.ts'
import type { Html } from '../../../shared/web/html.ts'
import { lockIcon, riseIcon } from '../../../shared/web/icons.ts'
import { page } from '../../../shared/web/page.ts'
import { PROBLEM_WORDS, STEPS } from './applyWords.ts'

const FEN_PER_WAN = 1_000_000
const TERMS = [3, 6, 12, 18, 24, 36, 48, 60]

type Field = { name: string; label: string; attributes?: string; hint?: string; required?: boolean; value?: string }

const field = ({
  name,
  label,
  attributes = '',
  hint,
  required = true,
  value = '',
}: Field): Html => html`<div class="field">
<label for="${name}">${label}${required ? html`<span class="must" aria-hidden="true">*</span>` : html`<small class="optional">选填</small>`}</label>
<input id="${name}" name="${name}" ${raw(attributes)} value="${value}" aria-describedby="${name}-error"${hint ? html` data-hint="${hint}"` : ''}${raw(required ? ' required' : '')}>
<p class="error" id="${name}-error" data-error="${name}"></p></div>`

const notice = html`<p class="notice" role="alert" data-error="form"></p>`

const section = (step: string, title: string, body: Html): Html =>
  html`<section data-step="${step}" hidden><h2 tabindex="-1">${title}</h2>${body}</section>`

const phoneStep = section(
  'phone',
  '验证手机号',
  html`<p>验证码将发送到您留下的手机号。</p>
<form data-form="code">${notice}<button>获取验证码</button></form>
<form data-form="register">${field({ name: 'phoneCode', label: '短信验证码', attributes: 'inputmode="numeric" autocomplete="one-time-code" maxlength="6"' })}
${field({ name: 'business.name', label: '企业或店铺名称', attributes: 'autocomplete="organization" maxlength="100"' })}
${field({ name: 'business.uscc', label: '统一社会信用代码', attributes: 'autocapitalize="characters" spellcheck="false" maxlength="40"', hint: FIELD_MESSAGES.zh.uscc_invalid, required: false })}
${field({ name: 'business.contactName', label: '联系人姓名', attributes: 'autocomplete="name" maxlength="50"' })}
${notice}<button>完成注册</button></form>`,
)

const amountStep = ({ amountFen, termMonths }: LoanProduct): Html => {
  const [min, max] = [amountFen.min / FEN_PER_WAN, amountFen.max / FEN_PER_WAN]
  const terms = TERMS.filter((months) => months >= termMonths.min && months <= termMonths.max)
  return section(
    'amount',
    '申请额度',
    html`<form data-form="amount">${field({ name: 'amountFen', label: `申请金额（${min}–${max} 万元）`, attributes: `inputmode="decimal" autocomplete="off" data-unit="${FEN_PER_WAN}"`, hint: `请填写 ${min} 到 ${max} 万元` })}
<div class="field"><label for="termMonths">期限</label><select id="termMonths" name="termMonths">${(terms.length > 0 ? terms : [termMonths.max]).map((months) => html`<option value="${months}">${months} 个月</option>`)}</select><p class="error" data-error="termMonths"></p></div>
${notice}<button>下一步</button></form>`,
  )
}

const personStep = ({ identity }: LoanProduct): Html =>
  section(
    'person',
    '申请人信息',
    html`<form data-form="person">${field({ name: 'applicant.name', label: '姓名', attributes: 'autocomplete="name" maxlength="50"' })}
${identity.idNumber ? field({ name: 'applicant.idNumber', label: '身份证号码', attributes: 'autocomplete="off" autocapitalize="characters" maxlength="18"', hint: FIELD_MESSAGES.zh.id_number_invalid }) : ''}
${identity.bankCard ? field({ name: 'applicant.bankCard', label: '收款银行卡', attributes: 'inputmode="numeric" autocomplete="off" maxlength="23"', hint: FIELD_MESSAGES.zh.bank_card_invalid }) : ''}
${notice}<button>下一步</button></form>
<p class="safe fine">${lockIcon(16)}加密保存，仅用于本次申请</p>`,
  )

const faceStep = section(
  'face',
  '人脸核验',
  html`<p>请本人完成人脸核验。核验由第三方进行，我们不保存您的照片。</p><p data-slot="face" role="status"></p>
<form data-form="face">${notice}<button>开始核验</button></form>`,
)

const reviewStep = section(
  'review',
  '确认提交',
  html`<dl class="facts" data-slot="review"></dl><form data-form="review">${notice}<button>提交申请</button></form>`,
)

const statusStep = section(
  'status',
  '审批结果',
  html`<p class="big" data-slot="status" role="status"></p><dl class="facts" data-slot="outcome"></dl>`,
)

const startStep = (campaignId: string): Html =>
  section(
    'start',
    '请先留下联系方式',
    html`<p data-slot="start">申请从留下联系方式开始。</p><div class="links"><a href="/demo/${campaignId}"><b>前往</b></a></div>`,
  )

const progress = html`<div class="next"><ol data-slot="progress">${STEPS.map(([step, title]) => html`<li data-progress="${step}">${title}</li>`)}</ol></div>`

const handOff = html`<section data-slot="handoff" hidden><form data-form="handoff">${notice}<button class="quiet">换一台设备继续</button></form>
<p data-slot="handoff-link"></p></section>`

/** From a lead to a customer, an application and its outcome, a step at a time. It goes on where it was left. */
export const applyPage = ({ campaignId, settings }: Campaign, product: LoanProduct): string =>
  page({
    title: `${settings.product} · 在线申请`,
    body: html`<div class="band"><header class="top"><p class="eyebrow">${riseIcon(22)}在线申请</p><h1>${settings.product}</h1></header>
<main class="card" data-apply="${campaignId}" data-product="${product.id}">
<noscript><p class="notice">申请需要启用 JavaScript，或请客户经理协助办理。</p></noscript>
${startStep(campaignId)}${phoneStep}${amountStep(product)}${personStep(product)}${faceStep}${reviewStep}${statusStep}
${progress}${handOff}
<div hidden>${Object.entries(PROBLEM_WORDS).map(([code, word]) => html`<span data-word="${code}">${word}</span>`)}</div>
</main></div>`,
    scripts: ['/sdk/apply.js'],
  })
