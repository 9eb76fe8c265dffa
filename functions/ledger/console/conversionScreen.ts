import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { moneyText, timeText } from '../../../shared/console/figures.ts'
import { countWord } from '../../../shared/console/milestoneWords.ts'
import { required, type Screen, type Visit } from '../../../shared/console/screen.ts'
import { ConversionId } from '../../../shared/domain/conversion.ts'
import type { Attempt, Conversion } from '../../../shared/domain/conversionRow.ts'
import { requireScope } from '../../../shared/runtime/principal.ts'
import type { Html } from '../../../shared/web/html.ts'
import { ENDED_BADLY } from '../replayMany.ts'
import { replayOne } from '../replayOne.ts'
import type { LedgerConsoleDeps } from './deps.ts'
import { reasonText, statusTag } from './rowTable.ts'
import { ledgerWordsIn, notReplayedWord } from './words.ts'

const attemptTable = (attempts: readonly Attempt[], timezone: string, visit: Visit): Html => {
  const say = ledgerWordsIn(visit.lang)
  const outcomeOf = ({ outcome }: Attempt) =>
    outcome === undefined ? say('noOutcome') : outcome === 'retry' ? say('reason') : statusTag(outcome, visit)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('attempts')}"><table><thead><tr><th scope="col">${visit.say('at')}</th><th scope="col">${say('way')}</th><th scope="col">${say('outcome')}</th><th scope="col">${say('reason')}</th></tr></thead>
<tbody>${attempts.map((attempt) => html`<tr><th scope="row">${timeText(attempt.at, timezone)}</th><td><code>${attempt.way ?? ''}</code></td><td>${outcomeOf(attempt)}</td><td>${reasonText(attempt.reason, visit)}</td></tr>`)}</tbody></table></div>`
}

const facts = (row: Conversion, timezone: string, visit: Visit): Html => {
  const say = ledgerWordsIn(visit.lang)
  const pairs: [string, Html | string | undefined][] = [
    [say('status'), statusTag(row.status, visit)],
    [say('reason'), row.reason === undefined ? undefined : reasonText(row.reason, visit)],
    [visit.say('lead'), html`<a href="/console/leads/${row.leadId}">${row.leadId}</a>`],
    [visit.say('campaign'), row.campaignId],
    [say('milestone'), countWord(row.milestone, visit.lang)],
    [say('reached'), timeText(row.at, timezone)],
    [say('destination'), html`${codeWord(row.platform, visit.lang)} <code>${row.destinationId}</code>`],
    [say('action'), row.action],
    [say('value'), row.valueFen === undefined ? undefined : moneyText(row.valueFen)],
    [
      say('retracts'),
      row.retracts && html`<a href="/console/conversions/${row.retracts}"><code>${row.retracts}</code></a>`,
    ],
    [say('deadline'), timeText(row.deadline, timezone)],
    [say('reference'), row.reference],
  ]
  return html`<dl class="facts">${pairs.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

const page = async (deps: LedgerConsoleDeps, visit: Visit, notice: string) => {
  const { lang, operator, param } = visit
  const say = ledgerWordsIn(lang)
  const id = ConversionId.safeParse(param('conversionId'))
  const row = required(id.success ? await deps.conversions.find(id.data) : undefined, 'conversion_not_found')
  const { timezone } = required(await deps.campaigns.find(row.campaignId), 'campaign_not_found').settings
  const mayReplay = ENDED_BADLY.has(row.status) && operator.scopes.includes('conversions:write')
  return {
    title: say('conversion'),
    body: html`<h1>${say('conversion')} <code>${row.conversionId}</code></h1>
${notice === '' ? '' : html`<p class="notice" role="status">${notice}</p>`}
<section class="card">${facts(row, timezone, visit)}
${mayReplay ? html`<form method="post" action="/console/conversions/${row.conversionId}"><button class="quiet">${say('replay')}</button></form>` : ''}</section>
<section class="card"><h2>${say('attempts')}</h2>${row.attempts.length === 0 ? html`<p class="soft">–</p>` : attemptTable(row.attempts, timezone, visit)}</section>`,
  }
}

/** One conversion with all its attempts; it can be sent again. */
export const conversionScreen: Screen<LedgerConsoleDeps> = {
  path: '/console/conversions/:conversionId',
  scope: 'conversions:read',
  place: '/console/conversions',
  show: (deps, visit) => page(deps, visit, ''),
  act: async (deps, visit) => {
    requireScope(visit.operator, 'conversions:write')
    const id = ConversionId.safeParse(visit.param('conversionId'))
    const outcome = await replayOne(deps, id.data ?? '')
    const say = ledgerWordsIn(visit.lang)
    const notice =
      'notSent' in outcome ? say('notReplayed') + notReplayedWord(outcome.notSent, visit.lang) : say('replayed')
    return page(deps, visit, notice)
  },
}
