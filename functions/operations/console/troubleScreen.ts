import { html } from 'hono/html'
import { numberText, timeText } from '../../../shared/console/figures.ts'
import type { Screen, Visit } from '../../../shared/console/screen.ts'
import { DEFAULT_TIMEZONE } from '../../../shared/domain/day.ts'
import { requireScope } from '../../../shared/runtime/principal.ts'
import type { Recounted } from '../../../shared/store/recountStore.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { ConsoleDeps } from './deps.ts'

/** Whose records can be sent again from here. */
const DECISIONS = 'decisions'
const CONSUMERS = ['relay', 'journal', DECISIONS] as const
const SHOWN = 50

const driftCard = (
  last: Recounted | undefined,
  { say }: Visit,
): Html => html`<section class="card"><h2>${say('drift')}</h2><p class="soft">${say('driftHelp')}</p>
${
  last
    ? html`<dl class="facts"><div><dt>${say('at')}</dt><dd>${timeText(last.at, DEFAULT_TIMEZONE)}</dd></div><div><dt>${say('entries')}</dt><dd>${numberText(last.entries)}</dd></div>
<div><dt>${say('drift')}</dt><dd>${last.drift === 0 ? html`<span class="tag">${say('noDrift')}</span>` : html`<span class="tag no">${numberText(last.drift)}</span>`}</dd></div></dl>
${last.differences.length > 0 ? html`<ul>${last.differences.map((line) => html`<li><code>${line}</code></li>`)}</ul>` : ''}`
    : html`<p>${say('neverRecounted')}</p>`
}</section>`

type PutAside = { consumer: string; sequenceNumber: string; cause: string; at: string }

const againForm = ({ consumer, sequenceNumber }: PutAside, { say, operator }: Visit): Html | '' =>
  consumer === DECISIONS && operator.scopes.includes('decisions:write')
    ? html`<form method="post" action="/console/trouble"><input type="hidden" name="sequenceNumber" value="${sequenceNumber}"><button class="quiet">${say('replay')}</button></form>`
    : ''

const quarantineCard = (records: readonly PutAside[], visit: Visit): Html => {
  const { say } = visit
  return html`<section class="card"><h2>${say('quarantine')}</h2><p class="soft">${say('quarantineHelp')}</p>
${
  records.length === 0
    ? html`<p>${say('nothingYet')}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${say('quarantine')}"><table><thead><tr><th scope="col">${say('at')}</th><th scope="col">${say('consumer')}</th><th scope="col">${say('cause')}</th><th scope="col">#</th><td></td></tr></thead>
<tbody>${records.map((record) => html`<tr><td>${timeText(record.at, DEFAULT_TIMEZONE)}</td><th scope="row">${record.consumer}</th><td>${record.cause}</td><td><code>${record.sequenceNumber}</code></td><td>${againForm(record, visit)}</td></tr>`)}</tbody></table></div>`
}</section>`
}

const troublePage = async ({ quarantine, recounts }: ConsoleDeps, visit: Visit, told: string) => {
  const lists = await Promise.all(
    CONSUMERS.map(async (consumer) =>
      (await quarantine.list(consumer, SHOWN)).map((record) => ({ consumer, ...record })),
    ),
  )
  const records = lists.flat().sort((a, b) => (a.at > b.at ? -1 : 1))
  return {
    title: visit.say('trouble'),
    body: html`<h1>${visit.say('trouble')}</h1>${told ? html`<p class="notice" role="status">${told}</p>` : ''}${driftCard(await recounts.last(), visit)}${quarantineCard(records, visit)}`,
  }
}

/** Sends a decision again that could not be applied; whoever comes second sends nothing. */
const replay = async ({ quarantine, sendDecision }: ConsoleDeps, sequenceNumber: string): Promise<boolean> => {
  const record = await quarantine.find(DECISIONS, sequenceNumber)
  if (!record) return false
  await sendDecision(record.image)
  return quarantine.remove(DECISIONS, sequenceNumber)
}

/** What consumers put aside, and how the counters agree with the journal; decisions can be sent again. */
export const troubleScreen: Screen<ConsoleDeps> = {
  path: '/console/trouble',
  scope: 'reports:read',
  place: '/console/trouble',
  show: (deps, visit) => troublePage(deps, visit, ''),
  act: async (deps, visit, form) => {
    requireScope(visit.operator, 'decisions:write')
    const isSent = await replay(deps, form.text('sequenceNumber'))
    return troublePage(deps, visit, visit.say(isSent ? 'replayed' : 'notFound'))
  },
}
