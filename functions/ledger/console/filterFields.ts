import { html } from 'hono/html'
import * as z from 'zod'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { CONVERSION_STATUSES, ConversionStatus } from '../../../shared/domain/conversionRow.ts'
import { DestinationPlatform } from '../../../shared/domain/destination.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { Lang } from '../../../shared/web/lang.ts'
import { ledgerWordsIn, statusWord } from './words.ts'

/** What rows are narrowed to; what is no status or platform narrows nothing. */
export const Narrowed = z.object({
  status: ConversionStatus.optional().catch(undefined),
  platform: DestinationPlatform.optional().catch(undefined),
})
export type Narrowed = z.infer<typeof Narrowed>

const choice = (name: string, label: string, all: string, options: [string, string][], chosen = ''): Html => html`<div>
<label for="${name}">${label}</label>
<select id="${name}" name="${name}">${[['', all], ...options].map(([value, word]) =>
  value === chosen
    ? html`<option value="${value}" selected>${word}</option>`
    : html`<option value="${value}">${word}</option>`,
)}</select></div>`

/** Fields to narrow rows with: by their status, of those that may be asked for, and by platform. */
export const filterFields = (
  { status, platform }: Narrowed,
  lang: Lang,
  statuses: readonly ConversionStatus[] = CONVERSION_STATUSES,
): Html => {
  const say = ledgerWordsIn(lang)
  const ofStatus = statuses.map((one): [string, string] => [one, statusWord(one, lang)])
  const ofPlatform = DestinationPlatform.options.map((one): [string, string] => [one, codeWord(one, lang)])
  return html`${choice('status', say('status'), say('all'), ofStatus, status)}${choice('platform', codeWord('platform', lang), say('all'), ofPlatform, platform)}`
}
