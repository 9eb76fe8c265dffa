import { html, raw } from 'hono/html'
import type { FieldError } from '../contract/problem.ts'
import type { Campaign, CampaignField } from '../domain/campaign.ts'
import { consentFieldset } from './consentFieldset.ts'
import { FIELD_MESSAGES } from './fieldMessages.ts'
import { FORM_WORDS, inLang } from './formWords.ts'
import type { Html } from './html.ts'
import { lockIcon } from './icons.ts'
import { invitedTo } from './invitedTo.ts'
import type { Lang } from './lang.ts'
import { langAttribute } from './page.ts'

/** What a form shows beside its empty fields. */
export type FormState = {
  lang: Lang
  /** Fields that the visitor does not see: where the visit came from. */
  hidden: readonly (readonly [string, string])[]
  values?: ReadonlyMap<string, readonly string[]>
  errors?: readonly FieldError[]
}

type Kind = CampaignField['type'] | 'mobile' | 'person' | 'company'
type Block = { name: string; label: string; kind: Kind; required: boolean; options?: readonly string[] }

const ATTRIBUTES: Record<Exclude<Kind, 'select'>, string> = {
  mobile: 'type="tel" inputmode="tel" autocomplete="tel" maxlength="40"',
  person: 'autocomplete="name" maxlength="50"',
  company: 'autocomplete="organization" maxlength="100"',
  text: 'autocomplete="off" maxlength="1000"',
  phone: 'type="tel" inputmode="tel" autocomplete="off" maxlength="40"',
  number: 'inputmode="decimal" autocomplete="off" maxlength="22"',
  uscc: 'autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40"',
}

/** What the script says of a field that is filled in wrongly. */
const HINTS: Partial<Record<Kind, 'phone_invalid' | 'uscc_invalid'>> = {
  mobile: 'phone_invalid',
  phone: 'phone_invalid',
  uscc: 'uscc_invalid',
}

type Shown = { lang: Lang; value: string; error: string | undefined; focus: boolean }

const optionOf = (option: string, { lang, value }: Shown): Html => {
  const { text, tag } = inLang(option, lang)
  return html`<option value="${option}"${langAttribute(tag)}${raw(option === value ? ' selected' : '')}>${text}</option>`
}

const controlOf = ({ name, kind, required, options = [] }: Block, shown: Shown): Html => {
  const { lang, value, error, focus } = shown
  const hint = HINTS[kind]
  const common = html`id="${name}" name="${name}" aria-describedby="${name}-error"${hint ? html` data-tuoke-hint="${FIELD_MESSAGES[lang][hint]}"` : ''}${raw(required ? ' required' : '')}${raw(error ? ' aria-invalid="true"' : '')}${raw(focus ? ' autofocus' : '')}`
  if (kind !== 'select') return html`<input ${common} ${raw(ATTRIBUTES[kind])} value="${value}">`
  return html`<select ${common}><option value="">${FORM_WORDS[lang].choose}</option>${options.map((option) => optionOf(option, shown))}</select>`
}

const markOf = ({ required, label }: Block, lang: Lang): Html | '' => {
  if (required) return html`<span class="must" aria-hidden="true">*</span>`
  return label.includes('选填') ? '' : html`<small class="optional">${FORM_WORDS[lang].optional}</small>`
}

const fieldOf = (block: Block, shown: Shown): Html => {
  const { text, tag } = inLang(block.label, shown.lang)
  return html`
<div class="field">
<label for="${block.name}"><span${langAttribute(tag)}>${text}</span>${markOf(block, shown.lang)}</label>
${controlOf(block, shown)}
<p class="error" id="${block.name}-error" data-tuoke-error="${block.name}">${shown.error}</p>
</div>`
}

const blocksOf = (fields: readonly CampaignField[], lang: Lang): Block[] => {
  const { phone, name, company } = FORM_WORDS[lang]
  return [
    { name: 'contact.phone', label: phone, kind: 'mobile', required: true },
    { name: 'contact.name', label: name, kind: 'person', required: false },
    { name: 'contact.company', label: company, kind: 'company', required: false },
    ...fields.map(({ type, name, ...field }) => ({ ...field, name: `answers.${name}`, kind: type })),
  ]
}

const CONSENT = 'consent'

const namesOf = ({ settings }: Campaign): string[] => [
  ...blocksOf(settings.fields, 'zh').map(({ name }) => name),
  CONSENT,
]

/** Whether a JSON pointer is about a block (`contact.phone`, `consent`), something in it, or what it is part of. */
const concerns = (pointer: string, block: string): boolean => {
  const place = `${pointer.slice(1).replaceAll('/', '.')}.`
  return place.length > 1 && (place.startsWith(`${block}.`) || `${block}.`.startsWith(place))
}

/** What to say at which block, each error at the first block that it concerns. */
const errorsByBlock = (names: readonly string[], errors: readonly FieldError[], lang: Lang): Map<string, string> => {
  const messages = new Map<string, string>()
  for (const { pointer, code } of errors) {
    const name = names.find((name) => concerns(pointer, name))
    if (name !== undefined && !messages.has(name)) messages.set(name, FIELD_MESSAGES[lang][code])
  }
  return messages
}

/** Errors that no field of the campaign's form can show. */
export const errorsWithoutField = (campaign: Campaign, errors: readonly FieldError[]): FieldError[] => {
  const names = namesOf(campaign)
  return errors.filter(({ pointer }) => !names.some((name) => concerns(pointer, name)))
}

/** Where the script leads after an accepted lead: the campaign's own page, else on to the application where there is one. A campaign that invites does so first, in the form's place. */
const nextPageOf = ({ campaignId, settings }: Campaign): string | undefined => {
  const { thankYouUrl, application, registration } = settings
  const goesOn = application && registration && invitedTo(settings).length === 0
  return thankYouUrl ?? (goesOn ? `/demo/${campaignId}/apply` : undefined)
}

const attributesOf = (campaign: Campaign): Html => {
  const { campaignId, settings } = campaign
  const next = nextPageOf(campaign)
  return html`method="post" action="/v1/campaigns/${campaignId}/leads" data-tuoke-campaign="${campaignId}"${next ? html` data-tuoke-thanks="${next}"` : ''}${raw(settings.challenge === 'none' ? '' : ` data-tuoke-challenge="${settings.challenge}"`)}`
}

/** The form of a campaign. It works without JavaScript; where there is some, /sdk/v1.js takes over. */
export const leadForm = (campaign: Campaign, { lang, hidden, values, errors = [] }: FormState): Html => {
  const { settings } = campaign
  const words = FORM_WORDS[lang]
  const names = namesOf(campaign)
  const messages = errorsByBlock(names, errors, lang)
  const first = names.find((name) => messages.has(name))
  const shown = (name: string): Shown => ({
    lang,
    value: values?.get(name)?.[0] ?? '',
    error: messages.get(name),
    focus: name === first,
  })
  return html`<form ${attributesOf(campaign)}>
${[...hidden, ['lang', lang] as const].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="trap" aria-hidden="true"><label>${words.trap}<input name="website" tabindex="-1" autocomplete="off" value="${values?.get('website')?.[0] ?? ''}"></label></div>
${blocksOf(settings.fields, lang).map((block) => fieldOf(block, shown(block.name)))}
${consentFieldset(settings.consent, { ...shown(CONSENT), agreed: values?.get('consent.purposes') ?? [] })}
<p class="notice" role="alert" data-tuoke-error="form"></p>
<button>${words.send}</button>
<p class="safe fine">${lockIcon(16)}${words.safe}</p>
</form>`
}
