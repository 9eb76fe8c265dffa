import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { rateWord } from '../../../shared/console/milestoneWords.ts'
import type { Form, Visit } from '../../../shared/console/screen.ts'
import type { FieldError } from '../../../shared/contract/problem.ts'
import { PURPOSES } from '../../../shared/domain/campaign.ts'
import { DEFAULT_TIMEZONE } from '../../../shared/domain/day.ts'
import { RATES } from '../../../shared/domain/funnel.ts'
import { Chain } from '../../../shared/domain/milestone.ts'
import { parseStrictJson } from '../../../shared/security/strictJson.ts'
import type { Html } from '../../../shared/web/html.ts'
import { accountBlocks, accountsIn } from './accountFields.ts'
import { type Drawn, errorsAt, input, parts, type Written } from './formParts.ts'

/** Settings that are edited as JSON: what has no fields of its own. */
const ADVANCED = ['attribution', 'application', 'hostedForms', 'destinations', 'economics'] as const

const STATUSES = ['draft', 'live', 'paused', 'closed'] as const
const MODES = ['live', 'test'] as const
const TYPES = ['text', 'phone', 'number', 'select', 'uscc'] as const
const SPARE_FIELDS = 3

const lines = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean)

const fieldsIn = (form: Form): unknown[] => {
  const [names, labels, types, required, options] = [
    'fieldName',
    'fieldLabel',
    'fieldType',
    'fieldRequired',
    'fieldOptions',
  ].map(form.all)
  return (names ?? []).flatMap((name, i) => {
    if (name.trim() === '') return []
    const list = parts(options?.[i] ?? '')
    return [
      {
        name: name.trim(),
        label: labels?.[i] ?? '',
        type: types?.[i],
        required: required?.[i] === 'yes',
        ...(list.length > 0 && { options: list }),
      },
    ]
  })
}

const purposesIn = (form: Form): unknown[] =>
  PURPOSES.filter((id) => form.text(`purpose-${id}`) !== '').map((id) => {
    const recipients = parts(form.text(`recipients-${id}`))
    return { id, required: form.text(`purpose-${id}`) === 'required', ...(recipients.length > 0 && { recipients }) }
  })

const goalsIn = (form: Form): Record<string, number> =>
  Object.fromEntries(
    RATES.flatMap((rate) =>
      form.text(`goal-${rate}`) === '' ? [] : [[rate, Number(form.text(`goal-${rate}`)) / 100]],
    ),
  )

/** The settings without fields of their own, or what is wrong with their JSON. */
const advancedIn = (json: string): { value: object } | { complaint: string } => {
  const read = parseStrictJson(json.trim() || '{}')
  if ('complaint' in read) return read
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { complaint: 'must be a JSON object' }
  const others = Object.keys(value).some((name) => !(ADVANCED as readonly string[]).includes(name))
  return others ? { complaint: `may hold ${ADVANCED.join(', ')} only` } : { value }
}

type Read = { written: Record<string, unknown>; advanced: string; errors: FieldError[] }

/** The settings that a form says, as an API call would say them; what is wrong with the JSON in it is told apart. */
export const settingsIn = (form: Form): Read => {
  const { text } = form
  const goals = goalsIn(form)
  const partners = lines(text('partners'))
  const advanced = advancedIn(text('advanced'))
  const written = {
    name: text('name'),
    product: text('product'),
    chain: text('chain'),
    status: text('status'),
    mode: text('mode'),
    timezone: text('timezone') || DEFAULT_TIMEZONE,
    allowedOrigins: lines(text('allowedOrigins')),
    ...(text('thankYouUrl').trim() && { thankYouUrl: text('thankYouUrl').trim() }),
    fields: fieldsIn(form),
    consent: { version: text('consentVersion'), text: text('consentText'), purposes: purposesIn(form) },
    ...accountsIn(form),
    ...(Object.keys(goals).length > 0 && { goals }),
    ...(partners.length > 0 && { partners }),
    challenge: text('challenge') || 'none',
    ...('value' in advanced && advanced.value),
  }
  const errors: FieldError[] =
    'complaint' in advanced ? [{ pointer: '/advanced', code: 'invalid', message: advanced.complaint }] : []
  return { written, advanced: text('advanced'), errors }
}

const options = (values: readonly string[], chosen: string | undefined, { lang }: Visit): Html[] =>
  values.map((value) =>
    value === chosen
      ? html`<option value="${value}" selected>${codeWord(value, lang)}</option>`
      : html`<option value="${value}">${codeWord(value, lang)}</option>`,
  )

const choice = (name: string, values: readonly string[], chosen: string | undefined, visit: Visit): Html =>
  html`<select id="${name}" name="${name}">${options(values, chosen, visit)}</select>`

const block = ({ errors }: Drawn, pointer: string, label: string, id: string, control: Html): Html => {
  const message = errorsAt(errors, pointer)
  return html`<div class="field"><label for="${id}">${label}</label>${control}${message ? html`<div class="error">${message}</div>` : ''}</div>`
}

const area = (id: string, value: unknown): Html => html`<textarea id="${id}" name="${id}">${value ?? ''}</textarea>`

const fieldRows = ({ written: { fields = [] }, errors, visit }: Drawn): Html => {
  const { say } = visit
  const rows = [...fields, ...Array.from({ length: SPARE_FIELDS }, () => undefined)]
  const message = errorsAt(errors, '/fields')
  return html`<fieldset><legend>${say('fields')}</legend>${message ? html`<div class="error">${message}</div>` : ''}<div class="scroll" tabindex="0" role="region" aria-label="${say('fields')}"><table><thead><tr>${(['fieldName', 'fieldLabel', 'fieldType', 'required', 'options'] as const).map((word) => html`<th scope="col">${say(word)}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      field,
      i,
    ) => html`<tr><td><input name="fieldName" aria-label="${say('fieldName')} ${i + 1}" value="${field?.name ?? ''}"></td><td><input name="fieldLabel" aria-label="${say('fieldLabel')} ${i + 1}" value="${field?.label ?? ''}"></td>
<td><select name="fieldType" aria-label="${say('fieldType')} ${i + 1}">${options(TYPES, field?.type, visit)}</select></td>
<td><select name="fieldRequired" aria-label="${say('required')} ${i + 1}">${options(['no', 'yes'], field?.required ? 'yes' : 'no', visit)}</select></td>
<td><input name="fieldOptions" aria-label="${say('options')} ${i + 1}" value="${field?.options?.join(' | ') ?? ''}"></td></tr>`,
  )}</tbody></table></div></fieldset>`
}

const consentBlock = (drawn: Drawn): Html => {
  const {
    written: { consent },
    errors,
    visit: { say, lang },
  } = drawn
  const message = errorsAt(errors, '/consent/purposes')
  return html`<fieldset><legend>${say('consent')}</legend>
${block(drawn, '/consent/version', say('consentVersion'), 'consentVersion', input('consentVersion', consent?.version))}
${block(drawn, '/consent/text', say('consentText'), 'consentText', area('consentText', consent?.text))}
<div class="scroll" tabindex="0" role="region" aria-label="${say('purposes')}"><table><caption>${say('purposes')}</caption><tbody>${PURPOSES.map(
    (id) => {
      const purpose = consent?.purposes?.find((one) => one.id === id)
      const chosen = purpose ? (purpose.required ? 'required' : 'offered') : ''
      return html`<tr><th scope="row">${codeWord(id, lang)}</th><td><select name="purpose-${id}" aria-label="${codeWord(id, lang)}">${(
        ['', 'offered', 'required'] as const
      ).map((value) =>
        value === chosen
          ? html`<option value="${value}" selected>${value === '' ? '–' : say(value)}</option>`
          : html`<option value="${value}">${value === '' ? '–' : say(value)}</option>`,
      )}</select></td><td><input name="recipients-${id}" aria-label="${say('recipients')} ${codeWord(id, lang)}" placeholder="${say('recipients')}" value="${purpose?.recipients?.join(' | ') ?? ''}"></td></tr>`
    },
  )}</tbody></table></div>${message ? html`<div class="error">${message}</div>` : ''}</fieldset>`
}

const goalsBlock = ({ written: { goals = {} }, errors, visit: { say, lang } }: Drawn): Html =>
  html`<fieldset><legend>${say('goals')} (%)</legend><div class="facts">${RATES.map((rate) => {
    const goal = goals[rate]
    return html`<div><label for="goal-${rate}">${rateWord(rate, lang)}</label><input id="goal-${rate}" name="goal-${rate}" type="number" min="0" max="100" step="any" value="${goal === undefined ? '' : Number((goal * 100).toFixed(4))}"></div>`
  })}</div><div class="error">${errorsAt(errors, '/goals')}</div></fieldset>`

const advancedOf = (written: Written): string => {
  const kept = Object.fromEntries(
    ADVANCED.flatMap((name) => (written[name] === undefined ? [] : [[name, written[name]]])),
  )
  return Object.keys(kept).length > 0 ? JSON.stringify(kept, null, 2) : ''
}

/** The fields of a campaign, with what is wrong beside them. */
export const campaignFields = (drawn: Drawn): Html => {
  const { written, advanced = advancedOf(written), visit } = drawn
  const { say } = visit
  return html`${block(drawn, '/name', say('name'), 'name', input('name', written.name))}
${block(drawn, '/product', say('product'), 'product', input('product', written.product))}
${block(drawn, '/chain', say('chain'), 'chain', choice('chain', Chain.options, written.chain, visit))}
${block(drawn, '/status', say('status'), 'status', choice('status', STATUSES, written.status, visit))}
${block(drawn, '/mode', say('mode'), 'mode', choice('mode', MODES, written.mode, visit))}
${block(drawn, '/timezone', say('timezone'), 'timezone', input('timezone', written.timezone ?? DEFAULT_TIMEZONE))}
${block(drawn, '/allowedOrigins', say('allowedOrigins'), 'allowedOrigins', area('allowedOrigins', written.allowedOrigins?.join('\n')))}
${block(drawn, '/thankYouUrl', say('thankYouUrl'), 'thankYouUrl', input('thankYouUrl', written.thankYouUrl))}
${fieldRows(drawn)}${consentBlock(drawn)}${accountBlocks(drawn)}${goalsBlock(drawn)}
${block(drawn, '/challenge', say('challenge'), 'challenge', choice('challenge', ['none', 'proof_of_work'], written.challenge, visit))}
${block(drawn, '/partners', say('partners'), 'partners', area('partners', written.partners?.join('\n')))}
<div class="field"><label for="advanced">${say('advanced')}</label><p class="soft">${say('advancedHelp')}</p><textarea id="advanced" class="code" name="advanced">${advanced}</textarea>
<div class="error">${['/advanced', ...ADVANCED.map((name) => `/${name}`)]
    .map((pointer) => errorsAt(drawn.errors, pointer))
    .filter(Boolean)
    .join('; ')}</div></div>`
}
