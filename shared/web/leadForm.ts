import { html, raw } from 'hono/html'
import type { FieldError } from '../contract/problem.ts'
import type { Campaign, CampaignField, Purpose } from '../domain/campaign.ts'
import { FIELD_MESSAGES } from './fieldMessages.ts'
import { lockIcon } from './icons.ts'
import type { Html } from './page.ts'

/** What a form shows beside its empty fields. */
export type FormState = {
  /** Fields that the visitor does not see: where the visit came from. */
  hidden: readonly (readonly [string, string])[]
  values?: ReadonlyMap<string, readonly string[]>
  errors?: readonly FieldError[]
}

type Kind = CampaignField['type'] | 'mobile' | 'person' | 'company'
type Block = { name: string; label: string; kind: Kind; required: boolean; options?: readonly string[] }

const CONTACT: readonly Block[] = [
  { name: 'contact.phone', label: '手机号码', kind: 'mobile', required: true },
  { name: 'contact.name', label: '姓名', kind: 'person', required: false },
  { name: 'contact.company', label: '企业名称', kind: 'company', required: false },
]

const ATTRIBUTES: Record<Exclude<Kind, 'select'>, string> = {
  mobile: 'type="tel" inputmode="tel" autocomplete="tel" maxlength="40"',
  person: 'autocomplete="name" maxlength="50"',
  company: 'autocomplete="organization" maxlength="100"',
  text: 'autocomplete="off" maxlength="1000"',
  phone: 'type="tel" inputmode="tel" autocomplete="off" maxlength="40"',
  number: 'inputmode="decimal" autocomplete="off" maxlength="22"',
  uscc: 'autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"',
}

const PURPOSES: Record<Purpose, { title: string; detail: string }> = {
  contact: { title: '联系我', detail: '通过电话或短信联系我，答复本次咨询' },
  credit_assessment: { title: '贷前评估', detail: '初步评估我的贷款资格' },
  ad_measurement: { title: '广告效果评估', detail: '向广告平台回传本次留资结果' },
  marketing: { title: '产品信息推送', detail: '向我推送产品与优惠信息' },
  cross_border: { title: '向境外提供', detail: '向境外接收方提供我的信息' },
}

type Shown = { value: string; error: string | undefined; focus: boolean }

const controlOf = ({ name, kind, required, options = [] }: Block, { value, error, focus }: Shown): Html => {
  const common = html`id="${name}" name="${name}" aria-describedby="${name}-error"${raw(required ? ' required' : '')}${raw(error ? ' aria-invalid="true"' : '')}${raw(focus ? ' autofocus' : '')}`
  if (kind !== 'select') return html`<input ${common} ${raw(ATTRIBUTES[kind])} value="${value}">`
  const choices = options.map(
    (option) => html`<option value="${option}"${raw(option === value ? ' selected' : '')}>${option}</option>`,
  )
  return html`<select ${common}><option value="">请选择</option>${choices}</select>`
}

const markOf = ({ required, label }: Block): Html | '' => {
  if (required) return html`<span class="must" aria-hidden="true">*</span>`
  return label.includes('选填') ? '' : html`<small class="optional">选填</small>`
}

const fieldOf = (block: Block, shown: Shown): Html => html`
<div class="field" data-pointer="/${block.name.replace('.', '/')}">
<label for="${block.name}">${block.label}${markOf(block)}</label>
${controlOf(block, shown)}
<p class="error" id="${block.name}-error">${shown.error}</p>
</div>`

const consentOf = (
  { version, text, purposes }: Campaign['settings']['consent'],
  agreed: readonly string[],
  { error, focus }: Omit<Shown, 'value'>,
): Html => {
  const ticks = purposes.map(({ id, required, recipients = [] }) => {
    const isMissing = error !== undefined && required && !agreed.includes(id)
    const state = `${required ? ' required' : ''}${agreed.includes(id) ? ' checked' : ''}${isMissing ? ' aria-invalid="true"' : ''}${isMissing && focus ? ' autofocus' : ''}`
    return html`
<label class="tick"><input type="checkbox" name="consent.purposes" value="${id}" aria-describedby="consent-error"${raw(state)}>
<span><b>${PURPOSES[id].title}</b><span class="tag${required ? ' need' : ''}">${required ? '必选' : '可选'}</span><small>${PURPOSES[id].detail}${recipients.length > 0 ? `。接收方：${recipients.join('、')}` : ''}</small></span></label>`
  })
  return html`
<fieldset class="field" data-pointer="/consent">
<legend>个人信息授权</legend>
<div class="terms" role="region" aria-label="个人信息授权说明" tabindex="0">${text}</div>
<input type="hidden" name="consent.version" value="${version}">${ticks}
<p class="error" id="consent-error">${error}</p>
</fieldset>`
}

const blocksOf = (fields: readonly CampaignField[]): Block[] => [
  ...CONTACT,
  ...fields.map(({ type, name, ...field }) => ({ ...field, name: `answers.${name}`, kind: type })),
]

const CONSENT = 'consent'

const namesOf = ({ settings }: Campaign): string[] => [...blocksOf(settings.fields).map(({ name }) => name), CONSENT]

/** Whether a JSON pointer is about a block (`contact.phone`, `consent`), something in it, or what it is part of. */
const concerns = (pointer: string, block: string): boolean => {
  const place = `${pointer.slice(1).replaceAll('/', '.')}.`
  return place.length > 1 && (place.startsWith(`${block}.`) || `${block}.`.startsWith(place))
}

/** What to say at which block, each error at the first block that it concerns. */
const errorsByBlock = (names: readonly string[], errors: readonly FieldError[]): Map<string, string> => {
  const messages = new Map<string, string>()
  for (const { pointer, code } of errors) {
    const name = names.find((name) => concerns(pointer, name))
    if (name !== undefined && !messages.has(name)) messages.set(name, FIELD_MESSAGES[code])
  }
  return messages
}

/** Errors that no field of the campaign's form can show. */
export const errorsWithoutField = (campaign: Campaign, errors: readonly FieldError[]): FieldError[] => {
  const names = namesOf(campaign)
  return errors.filter(({ pointer }) => !names.some((name) => concerns(pointer, name)))
}

/** The form of a campaign. It works without JavaScript; where there is some, `enhanceForm` takes over. */
export const leadForm = (campaign: Campaign, { hidden, values, errors = [] }: FormState): Html => {
  const { campaignId, settings } = campaign
  const names = namesOf(campaign)
  const messages = errorsByBlock(names, errors)
  const first = names.find((name) => messages.has(name))
  const shown = (name: string): Shown => ({
    value: values?.get(name)?.[0] ?? '',
    error: messages.get(name),
    focus: name === first,
  })
  return html`<form method="post" action="/v1/campaigns/${campaignId}/leads"${settings.thankYouUrl ? html` data-thanks="${settings.thankYouUrl}"` : ''}${raw(settings.challenge === 'proof_of_work' ? ' data-challenge' : '')}>
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="trap" aria-hidden="true"><label>网站（请勿填写）<input name="website" tabindex="-1" autocomplete="off" value="${values?.get('website')?.[0] ?? ''}"></label></div>
${blocksOf(settings.fields).map((block) => fieldOf(block, shown(block.name)))}
${consentOf(settings.consent, values?.get('consent.purposes') ?? [], shown(CONSENT))}
<p class="notice" role="alert"></p>
<button>提交预约</button>
<p class="safe fine">${lockIcon(16)}信息加密保存，仅用于您授权的用途</p>
</form>`
}
