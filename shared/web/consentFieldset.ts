import { html, raw } from 'hono/html'
import type { Campaign } from '../domain/campaign.ts'
import { FIELD_MESSAGES } from './fieldMessages.ts'
import { FORM_WORDS, inLang } from './formWords.ts'
import type { Html } from './html.ts'
import type { Lang } from './lang.ts'
import { langAttribute } from './page.ts'

type Terms = Campaign['settings']['consent']
type Shown = { lang: Lang; agreed: readonly string[]; error: string | undefined; focus: boolean }

const tickOf = ({ id, required, recipients = [] }: Terms['purposes'][number], shown: Shown): Html => {
  const { lang, agreed, error, focus } = shown
  const { purposes, must, may, recipients: listed } = FORM_WORDS[lang]
  const isMissing = error !== undefined && required && !agreed.includes(id)
  const state = `${required ? ' required' : ''}${agreed.includes(id) ? ' checked' : ''}${isMissing ? ' aria-invalid="true"' : ''}${isMissing && focus ? ' autofocus' : ''}`
  return html`
<label class="tick"><input type="checkbox" name="consent.purposes" value="${id}" aria-describedby="consent-error" data-tuoke-hint="${FIELD_MESSAGES[lang].consent_purpose_missing}"${raw(state)}>
<span><b>${purposes[id].title}</b><span class="tag${required ? ' need' : ''}">${required ? must : may}</span><small>${purposes[id].detail}${recipients.length > 0 ? listed(recipients.map((name) => inLang(name, lang).text)) : ''}</small></span></label>`
}

/** The consent text of a campaign and what can be agreed to, nothing of it ticked beforehand. */
export const consentFieldset = ({ version, text, purposes }: Terms, shown: Shown): Html => {
  const { consent, terms, binding } = FORM_WORDS[shown.lang]
  const { tag } = inLang(text, shown.lang)
  return html`
<fieldset class="field">
<legend>${consent}</legend>
${tag && binding ? html`<p class="fine">${binding}</p>` : ''}
<div class="terms" role="region" aria-label="${terms}" tabindex="0"${langAttribute(tag)}>${text}</div>
<input type="hidden" name="consent.version" value="${version}">${purposes.map((purpose) => tickOf(purpose, shown))}
<p class="error" id="consent-error" data-tuoke-error="consent consent.version consent.purposes">${shown.error}</p>
</fieldset>`
}
