import { html } from 'hono/html'
import { campaignField } from '../../../shared/console/campaignChoice.ts'
import { codeWord } from '../../../shared/console/codeWords.ts'
import type { Visit } from '../../../shared/console/screen.ts'
import { AudienceKind, AudiencePlatform } from '../../../shared/domain/audience.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { recipientOf } from '../../../shared/domain/destination.ts'
import type { Html } from '../../../shared/web/html.ts'
import { type Asked, recipientValue } from './asked.ts'
import { audienceWordsIn, kindWord } from './words.ts'

const choice = (
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): Html => html`<div>
<label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(([value, word]) =>
  value === chosen
    ? html`<option value="${value}" selected>${word}</option>`
    : html`<option value="${value}">${word}</option>`,
)}</select></div>`

/** The destinations of the campaign at each platform; where it has none, the platform. */
const recipientsOf = ({ settings }: Campaign, { lang }: Visit): [string, string][] =>
  AudiencePlatform.options.flatMap((platform) => {
    const own = settings.destinations?.filter((one) => one.platform === platform) ?? []
    const word = codeWord(platform, lang)
    if (own.length === 0) return [[platform, word]]
    return own.map((one): [string, string] => [`${platform}/${one.id}`, `${word} · ${one.id} (${recipientOf(one)})`])
  })

/** Which pack, for whom, of which days. */
export const audienceForm = (all: readonly Campaign[], chosen: Campaign, asked: Asked, visit: Visit): Html => {
  const { say, lang } = visit
  const own = audienceWordsIn(lang)
  const kinds = AudienceKind.options.map((kind): [string, string] => [kind, kindWord(kind, lang)])
  return html`<form class="bar" method="get" action="/console/audiences">${campaignField(all, chosen, say)}
${choice('kind', own('kind'), kinds, asked.kind)}${choice('for', own('recipient'), recipientsOf(chosen, visit), recipientValue(asked))}
<div><label for="from">${say('from')}</label><input id="from" type="date" name="from" value="${asked.from ?? ''}"></div>
<div><label for="to">${say('to')}</label><input id="to" type="date" name="to" value="${asked.to ?? ''}"></div>
<button>${own('count')}</button></form>`
}
