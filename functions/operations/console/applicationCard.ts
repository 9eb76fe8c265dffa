import { html } from 'hono/html'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { moneyText, timeText } from '../../../shared/console/figures.ts'
import type { Visit } from '../../../shared/console/screen.ts'
import { type Application, statusOf } from '../../../shared/domain/application.ts'
import { type Decision, outcomeOf } from '../../../shared/domain/decision.ts'
import type { Html } from '../../../shared/web/html.ts'

/** What a decision says beside its kind. */
const saidBy = (decision: Decision): string => {
  if (decision.kind === 'credited') return `${moneyText(decision.limitFen)} · ${(decision.aprBps / 100).toFixed(2)}%`
  if (decision.kind === 'preapproved') return moneyText(decision.limitFen)
  if (decision.kind === 'disbursed' || decision.kind === 'repaid') return moneyText(decision.amountFen)
  return decision.kind === 'declined' ? decision.reasonCode : decision.reverses
}

const decisionTable = (decisions: readonly Decision[], timezone: string, { say, lang }: Visit): Html => {
  if (decisions.length === 0) return html`<p class="soft">${say('noDecision')}</p>`
  const sorted = [...decisions].sort((a, b) => (a.at < b.at ? -1 : 1))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('decisions')}"><table><thead><tr><th scope="col">${say('at')}</th><th scope="col">${say('decision')}</th><th scope="col">${say('details')}</th><th scope="col">decisionId</th></tr></thead>
<tbody>${sorted.map((decision) => html`<tr><td>${timeText(decision.at, timezone)}</td><th scope="row">${codeWord(decision.kind, lang)}</th><td>${saidBy(decision)}</td><td><code>${decision.decisionId}</code></td></tr>`)}</tbody></table></div>`
}

const identityText = ({ identity }: Application, timezone: string, { say, lang }: Visit): string => {
  const { passed, failures, pending } = identity
  if (passed) return `${codeWord(passed.by, lang)} · ${timeText(passed.at, timezone)}`
  return `${say(pending ? 'identityPending' : 'identityOpen')}${failures > 0 ? ` (${say('failures')} ${failures})` : ''}`
}

/** The form of an operator who saw the person; absent for those who may not say so, and once nothing is open. */
const reviewForm = (
  { applicationId, leadId, identity, submittedAt }: Application,
  { say, operator }: Visit,
): Html | '' => {
  if (!operator.scopes.includes('applications:review') || identity.passed || submittedAt !== undefined) return ''
  return html`<form class="bar" method="post" action="/console/leads/${leadId}/review"><input type="hidden" name="applicationId" value="${applicationId}">
<div><label for="reason-${applicationId}">${say('reviewReason')}</label><input id="reason-${applicationId}" name="reason" minlength="3" maxlength="500" required></div>
<button name="verdict" value="passed">${say('reviewPassed')}</button><button class="quiet" name="verdict" value="failed">${say('reviewFailed')}</button></form>`
}

/** Where an application stands, what was decided about it, and how its applicant was verified. Nobody is named. */
export const applicationCard = (application: Application, timezone: string, visit: Visit): Html => {
  const { say, lang } = visit
  const { applicationId, amountFen, termMonths, product, submittedAt, decisions, updatedAt } = application
  const { limitFen, disbursedFen, repaidFen } = outcomeOf(decisions)
  const facts: readonly (readonly [string, string | undefined])[] = [
    [say('status'), codeWord(statusOf(application), lang)],
    [say('product'), product],
    [say('amount'), moneyText(amountFen)],
    [say('term'), String(termMonths)],
    [say('identity'), identityText(application, timezone, visit)],
    [say('submitted'), submittedAt && timeText(submittedAt, timezone)],
    [say('updated'), timeText(updatedAt, timezone)],
    [say('limit'), limitFen === undefined ? undefined : moneyText(limitFen)],
    [say('drawn'), disbursedFen > 0 ? moneyText(disbursedFen) : undefined],
    [say('repaid'), repaidFen > 0 ? moneyText(repaidFen) : undefined],
  ]
  return html`<section class="card"><h2>${say('application')} <code>${applicationId}</code></h2>
<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${reviewForm(application, visit)}<h3>${say('decisions')}</h3>${decisionTable(decisions, timezone, visit)}</section>`
}
