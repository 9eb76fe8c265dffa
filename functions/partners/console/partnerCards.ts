import { html } from 'hono/html'
import { moneyText, numberText, rateText, timeText } from '../../../shared/console/figures.ts'
import type { Visit } from '../../../shared/console/screen.ts'
import type { QualityTest } from '../../../shared/contract/partners.ts'
import { DEFAULT_TIMEZONE, monthOf } from '../../../shared/domain/day.ts'
import type { Partner } from '../../../shared/domain/partner.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { Lang } from '../../../shared/web/lang.ts'
import type { Glance } from './glance.ts'
import { capText, priceText, rateCell, statusTag } from './parts.ts'
import { partnerWordsIn } from './words.ts'

/** A form that pauses a partner, or lets it in again, as it was read. */
export const actForm = ({ partnerId, version, settings }: Partner, { lang }: Visit): Html => {
  const say = partnerWordsIn(lang)
  const isPaused = settings.status === 'paused'
  return html`<p class="soft">${say(isPaused ? 'letInHelp' : 'pauseHelp')}</p>
<form method="post" action="/console/partners/${partnerId}"><input type="hidden" name="version" value="${version}"><input type="hidden" name="status" value="${isPaused ? 'active' : 'paused'}">
${isPaused ? html`<button>${say('letIn')}</button>` : html`<button class="danger">${say('pause')}</button>`}</form>`
}

/** How a partner stands today. */
export const standing = ({ partner, today, totals, acceptedToday }: Glance, { lang }: Visit): Html => {
  const say = partnerWordsIn(lang)
  const pairs: [string, Html | string][] = [
    [say('status'), statusTag(partner, lang)],
    [say('letInAt'), partner.letInAt ? timeText(partner.letInAt, DEFAULT_TIMEZONE) : '–'],
    [say('price'), priceText(partner, today.day)],
    [say('today'), numberText(acceptedToday)],
    [say('cap'), capText(today, lang)],
    [say('thisMonth'), moneyText(totals.amountFen)],
  ]
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

const testRow = (test: QualityTest, { tests, partner }: Glance, lang: Lang) => {
  const { rate, llr, lower, upper, evidence } = test
  const { maxDuplicateRate = null, minApprovalRate = null } = partner.settings.limits
  const say = partnerWordsIn(lang)
  return html`<tr><th scope="row">${say(rate)}</th><td class="num">${rateText(rate === 'duplicate_rate' ? maxDuplicateRate : minApprovalRate)}</td><td>${rateCell(tests, rate, lang)}</td>
<td class="num">${evidence ? `${numberText(evidence.bad)} / ${numberText(evidence.samples)}` : '–'}</td><td class="num">${llr.toFixed(2)} (${lower.toFixed(2)} / ${upper.toFixed(2)})</td></tr>`
}

/** Each rate that is tested: what was agreed, what was counted, and where that lies between the bounds. */
export const testTable = (glance: Glance, { lang }: Visit): Html => {
  const say = partnerWordsIn(lang)
  const { tests } = glance
  if (tests.length === 0) return html`<p class="soft">${say('noLimit')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('test')}"><table><thead><tr><th scope="col">${say('rate')}</th><th scope="col" class="num">${say('limit')}</th><th scope="col">${say('test')}</th><th scope="col" class="num">${say('counted')}</th><th scope="col" class="num">${say('llr')}</th></tr></thead>
<tbody>${tests.map((test) => testRow(test, glance, lang))}</tbody></table></div>`
}

/** On what terms a partner may bring leads. */
export const termsTable = ({ settings: { terms } }: Partner, { lang }: Visit): Html => {
  const say = partnerWordsIn(lang)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('terms')}"><table><thead><tr><th scope="col">${say('terms')}</th><th scope="col" class="num">${say('from')}</th><th scope="col" class="num">${say('to')}</th><th scope="col" class="num">${say('price')}</th><th scope="col" class="num">${say('cap')}</th><th scope="col">${say('campaigns')}</th></tr></thead>
<tbody>${terms.map(({ id, from, to, pricePerLeadFen, dailyCap, campaignIds }) => html`<tr><th scope="row"><code>${id}</code></th><td class="num">${from}</td><td class="num">${to ?? say('forEver')}</td><td class="num">${moneyText(pricePerLeadFen)}</td><td class="num">${dailyCap === undefined ? say('noCap') : numberText(dailyCap)}</td><td>${campaignIds.join(', ')}</td></tr>`)}</tbody></table></div>`
}

/** What a partner is owed this month, and the statement of any month as a file. */
export const statementCard = ({ partner, today, totals }: Glance, { lang, say: own }: Visit): Html => {
  const say = partnerWordsIn(lang)
  const rejected = Object.values(totals.rejected).reduce((sum, count) => sum + count, 0)
  const counts: [string, string][] = [
    [say('accepted'), numberText(totals.accepted)],
    [say('duplicates'), numberText(totals.duplicates)],
    [say('joined'), numberText(totals.joined)],
    [say('rejected'), numberText(rejected)],
    [say('amount'), moneyText(totals.amountFen)],
  ]
  const month = monthOf(today.day)
  return html`<section class="card"><h2>${say('statement')} · ${month}</h2><dl class="facts">${counts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<h3>${own('download')}</h3>
<form class="bar" method="get" action="/console/partners/${partner.partnerId}/statement"><div><label for="month">${say('month')}</label><input id="month" type="month" name="month" value="${month}" required></div><button class="quiet">${own('download')}</button></form></section>`
}
