import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { timeText } from '../../../shared/console/figures.ts'
import { required, type Screen, type Visit } from '../../../shared/console/screen.ts'
import { DEFAULT_RULES } from '../../../shared/domain/attributionRules.ts'
import { LeadId } from '../../../shared/domain/lead.ts'
import { receiptOf } from '../../../shared/domain/origins.ts'
import type { JudgedCandidate, Receipt } from '../../../shared/domain/receipt.ts'
import { type Dimensions, UNKNOWN } from '../../../shared/domain/touch.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { LedgerConsoleDeps } from './deps.ts'
import { whyWord } from './reasonWords.ts'
import { ledgerWordsIn } from './words.ts'

const adOf = ({ platform, account, ad, partner }: Dimensions, { lang }: Visit): string =>
  [platform === UNKNOWN ? '' : codeWord(platform, lang), account, ad, partner]
    .filter((part) => part !== '' && part !== UNKNOWN)
    .join(' · ')

const ids = ({ clickIds }: JudgedCandidate): Html[] =>
  Object.entries(clickIds).map(([name, id]) => html`<code>${name}=${id}</code> `)

const candidateRow = (one: JudgedCandidate, isWinner: boolean, timezone: string, visit: Visit): Html => {
  const say = ledgerWordsIn(visit.lang)
  return html`<tr><th scope="row">${timeText(one.at, timezone)}</th><td>${one.sources.map((source) => say(source)).join(' · ')}</td><td>${say(one.kind)}</td><td>${adOf(one.dimensions, visit)}</td><td>${ids(one)}</td><td>${one.weight === 0 ? '–' : `${(one.weight * 100).toFixed(1)}%`}</td><td>${isWinner ? html`<span class="tag">${say('owedTo')}</span> ` : ''}${whyWord(one.reason, visit.lang)}</td></tr>`
}

const candidateTable = ({ candidates, winner }: Receipt, timezone: string, visit: Visit): Html => {
  const say = ledgerWordsIn(visit.lang)
  if (candidates.length === 0) return html`<p class="soft">${say('noCandidates')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('candidates')}"><table><thead><tr><th scope="col">${visit.say('at')}</th><th scope="col">${say('source')}</th><th scope="col">${say('kind')}</th><th scope="col">${visit.say('ad')}</th><th scope="col">ID</th><th scope="col">${say('weight')}</th><th scope="col">${say('why')}</th></tr></thead>
<tbody>${candidates.map((one, i) => candidateRow(one, i === winner, timezone, visit))}</tbody></table></div>`
}

const rulesOf = ({ rules, ruleVersion, leftOut }: Receipt, { lang }: Visit): [string, string][] => {
  const say = ledgerWordsIn(lang)
  return [
    [say('rules'), say(rules.model)],
    [say('clickWindow'), String(rules.clickWindowDays)],
    [say('viewWindow'), String(rules.viewWindowHours)],
    [say('ruleVersion'), String(ruleVersion)],
    ...(leftOut > 0 ? [[say('leftOut'), String(leftOut)] as [string, string]] : []),
  ]
}

/** Why this ad got the lead: all candidates, the windows, the version of the rules, the winner. */
export const receiptScreen: Screen<LedgerConsoleDeps> = {
  path: '/console/leads/:leadId/attribution',
  scope: 'leads:read',
  place: '/console/leads',
  show: async ({ leads, campaigns }, visit) => {
    const say = ledgerWordsIn(visit.lang)
    const id = LeadId.safeParse(visit.param('leadId'))
    const lead = required(id.success ? await leads.find(id.data) : undefined, 'lead_not_found')
    const campaign = lead.attribution ? undefined : await campaigns.find(lead.campaignId)
    const { receipt, frozen } = receiptOf(lead, campaign?.settings.attribution ?? DEFAULT_RULES)
    const owed = receipt.winner === undefined ? say('owedToNobody') : adOf(receipt.dimensions, visit)
    const facts: [string, string][] = [
      [say('owedTo'), owed],
      [say('frozenAt'), frozen ? timeText(receipt.at, lead.timezone) : say('notFrozen')],
      ...rulesOf(receipt, visit),
    ]
    return {
      title: say('receipt'),
      body: html`<h1>${say('receipt')}</h1><p><a href="/console/leads/${lead.leadId}">${visit.say('lead')} <code>${lead.leadId}</code></a></p>
<section class="card"><dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>
<section class="card"><h2>${say('candidates')}</h2>${candidateTable(receipt, lead.timezone, visit)}</section>`,
    }
  },
}
