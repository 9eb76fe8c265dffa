import { html } from 'hono/html'
import { DEFAULT_TIMEZONE } from '../../../shared/domain/day.ts'
import type { Recounted } from '../../../shared/store/recountStore.ts'
import type { Html } from '../../../shared/web/html.ts'
import { numberText, timeText } from './figures.ts'
import type { Screen, Visit } from './screen.ts'

const CONSUMERS = ['relay', 'journal'] as const
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

const quarantineCard = (
  records: readonly PutAside[],
  { say }: Visit,
): Html => html`<section class="card"><h2>${say('quarantine')}</h2><p class="soft">${say('quarantineHelp')}</p>
${
  records.length === 0
    ? html`<p>${say('nothingYet')}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${say('quarantine')}"><table><thead><tr><th scope="col">${say('at')}</th><th scope="col">${say('consumer')}</th><th scope="col">${say('cause')}</th><th scope="col">#</th></tr></thead>
<tbody>${records.map(({ consumer, sequenceNumber, cause, at }) => html`<tr><td>${timeText(at, DEFAULT_TIMEZONE)}</td><th scope="row">${consumer}</th><td>${cause}</td><td><code>${sequenceNumber}</code></td></tr>`)}</tbody></table></div>`
}</section>`

/** What consumers put aside, and how the counters agree with the journal. */
export const troubleScreen: Screen = {
  path: '/console/trouble',
  scope: 'reports:read',
  place: '/console/trouble',
  show: async ({ quarantine, recounts }, visit) => {
    const lists = await Promise.all(
      CONSUMERS.map(async (consumer) =>
        (await quarantine.list(consumer, SHOWN)).map((record) => ({ consumer, ...record })),
      ),
    )
    const records = lists.flat().sort((a, b) => (a.at > b.at ? -1 : 1))
    return {
      title: visit.say('trouble'),
      body: html`<h1>${visit.say('trouble')}</h1>${driftCard(await recounts.last(), visit)}${quarantineCard(records, visit)}`,
    }
  },
}
