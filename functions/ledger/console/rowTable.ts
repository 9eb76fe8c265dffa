import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { timeText } from '../../../shared/console/figures.ts'
import { countWord } from '../../../shared/console/milestoneWords.ts'
import type { Visit } from '../../../shared/console/screen.ts'
import type { ConversionView } from '../../../shared/contract/conversions.ts'
import type { ConversionStatus } from '../../../shared/domain/conversionRow.ts'
import type { Html } from '../../../shared/web/html.ts'
import { ENDED_BADLY } from '../replayMany.ts'
import { reasonWord } from './reasonWords.ts'
import { ledgerWordsIn, statusWord } from './words.ts'

/** A status as a mark. */
export const statusTag = (status: ConversionStatus, { lang }: Visit): Html =>
  html`<span class="${ENDED_BADLY.has(status) ? 'tag no' : 'tag'}">${statusWord(status, lang)}</span>`

/** A reason in words, with its code; one of several ways has a code for each. */
export const reasonText = (reason: string | undefined, { lang }: Visit): Html | '' => {
  if (reason === undefined) return ''
  const words = reason.split(' ').flatMap((code) => reasonWord(code, lang) || [])
  return html`${words.join(lang === 'zh' ? '；' : '; ')} <code>${reason}</code>`
}

/** Rows of the ledger, each with its lead, its platform's verdict, and what comes next. */
export const rowTable = (rows: readonly ConversionView[], timezone: string, visit: Visit): Html => {
  const { lang } = visit
  const say = ledgerWordsIn(lang)
  if (rows.length === 0) return html`<p class="soft">${say('none')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('conversions')}"><table><thead><tr><th scope="col">${say('reached')}</th><th scope="col">${say('milestone')}</th><th scope="col">${say('destination')}</th><th scope="col">${say('status')}</th><th scope="col">${say('reason')}</th><th scope="col">${say('tries')}</th><th scope="col">${say('next')}</th><th scope="col">${say('deadline')}</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><td>${timeText(row.at, timezone)}</td><th scope="row"><a href="/console/conversions/${row.conversionId}">${countWord(row.milestone, lang)}</a>${row.retracts === undefined ? '' : html` · ${say('retracts')}`}</th><td>${codeWord(row.platform, lang)} <code>${row.destinationId}</code></td><td>${statusTag(row.status, visit)}</td><td>${reasonText(row.reason, visit)}</td><td>${row.attempts.length}</td><td>${isOpen(row.status) ? timeText(row.nextAt, timezone) : ''}</td><td>${timeText(row.deadline, timezone)}</td></tr>`,
  )}</tbody></table></div>`
}

const isOpen = (status: ConversionStatus): boolean => status === 'planned' || status === 'sending' || status === 'sent'
