import { html } from 'hono/html'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import type { Screen } from '../../../shared/console/screen.ts'
import { Day } from '../../../shared/domain/day.ts'
import { listed } from '../list.ts'
import type { LedgerConsoleDeps } from './deps.ts'
import { filterFields, Narrowed } from './filterFields.ts'
import { rowTable } from './rowTable.ts'
import { ledgerWordsIn } from './words.ts'

const PAGE = 50

/** The ledger of a campaign, the latest milestone first, by status, platform and day. */
export const conversionsScreen: Screen<LedgerConsoleDeps> = {
  path: '/console/conversions',
  scope: 'conversions:read',
  place: '/console/conversions',
  show: async (deps, visit) => {
    const { say, query, lang, operator } = visit
    const own = ledgerWordsIn(lang)
    const title = own('conversions')
    const { all, chosen } = await chosenCampaign(deps, query('campaign'))
    if (!chosen) return { title, body: html`<h1>${title}</h1><p>${say('noCampaign')}</p>` }
    const { campaignId, settings } = chosen
    const narrowed = Narrowed.parse({ status: query('status'), platform: query('platform') })
    const day = Day.optional().catch(undefined).parse(query('day'))
    const asked = { campaign: campaignId, ...narrowed, day }
    const { items, cursor } = await listed(deps, { ...asked, limit: PAGE, cursor: query('cursor') || undefined })
    const kept = Object.entries({ ...asked, cursor }).flatMap(([name, value]) => (value ? [[name, value]] : []))
    const mayWrite = operator.scopes.includes('conversions:write')
    return {
      title,
      body: html`<h1>${title}</h1><p class="soft">${own('ledgerHelp')}</p>
<form class="bar" method="get" action="/console/conversions">${campaignField(all, chosen, say)}${filterFields(narrowed, lang)}
<div><label for="day">${say('day')}</label><input id="day" type="date" name="day" value="${day ?? ''}"></div><button>${say('show')}</button></form>
${mayWrite ? html`<p><a href="/console/conversions/replays?${new URLSearchParams({ campaign: campaignId })}">${own('replayMany')}</a></p>` : ''}
<section class="card">${rowTable(items, settings.timezone, visit)}
${cursor === undefined ? '' : html`<p><a href="/console/conversions?${new URLSearchParams(kept)}">${own('older')}</a></p>`}</section>`,
    }
  },
}
