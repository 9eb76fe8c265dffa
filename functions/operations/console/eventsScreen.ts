import { html } from 'hono/html'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { timeText } from '../../../shared/console/figures.ts'
import type { Screen, Visit } from '../../../shared/console/screen.ts'
import { dayOf } from '../../../shared/domain/day.ts'
import type { Activity } from '../../../shared/store/activityStore.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { ConsoleDeps } from './deps.ts'

const SHOWN = 50

const tail = (events: readonly Activity[], timezone: string, { say }: Visit): Html =>
  html`<div data-live="events">${
    events.length === 0
      ? html`<p class="soft">${say('nothingYet')}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="${say('events')}"><table><thead><tr><th scope="col">${say('at')}</th><th scope="col">${say('type')}</th><th scope="col">${say('lead')}</th></tr></thead>
<tbody>${events.map(
          ({ at, type, leadId }) =>
            html`<tr><td>${timeText(at, timezone)}</td><th scope="row"><code>${type}</code></th><td><a href="/console/leads/${leadId}"><code>${leadId}</code></a></td></tr>`,
        )}</tbody></table></div>`
  }</div>`

/** What happened in a campaign today, the latest first, kept fresh. */
export const eventsScreen: Screen<ConsoleDeps> = {
  path: '/console/events',
  scope: 'leads:read',
  place: '/console/events',
  show: async (deps, visit) => {
    const { say, query } = visit
    const { all, chosen } = await chosenCampaign(deps, query('campaign'))
    if (!chosen) return { title: say('events'), body: html`<h1>${say('events')}</h1><p>${say('noCampaign')}</p>` }
    const { timezone } = chosen.settings
    const events = await deps.activity.latest(chosen.campaignId, dayOf(deps.now().toISOString(), timezone), SHOWN)
    return {
      title: say('events'),
      body: html`<h1>${say('events')}</h1>
<form class="bar" method="get" action="/console/events">${campaignField(all, chosen, say)}<button>${say('show')}</button></form>
<section class="card"><p class="soft">${say('liveTail')}</p>${tail(events, timezone, visit)}</section>`,
    }
  },
}
