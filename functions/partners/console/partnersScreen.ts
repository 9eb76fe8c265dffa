import { html } from 'hono/html'
import { moneyText, numberText } from '../../../shared/console/figures.ts'
import type { Screen, Visit } from '../../../shared/console/screen.ts'
import { cursorOf, placeOf } from '../../../shared/runtime/cursor.ts'
import type { Html } from '../../../shared/web/html.ts'
import { partnerOfKey } from '../ownPartner.ts'
import type { PartnerConsoleDeps } from './deps.ts'
import { type Glance, glanceAt } from './glance.ts'
import { capText, priceText, rateCell, statusTag } from './parts.ts'
import { partnerWordsIn, reasonWord } from './words.ts'

const PAGE = 20

const rowOf = ({ partner, tests, today, totals, acceptedToday }: Glance, { lang }: Visit): Html => {
  const { partnerId, settings, pausedBecause } = partner
  const why = pausedBecause && html` ${reasonWord(pausedBecause.reason, lang)}`
  return html`<tr><th scope="row"><a href="/console/partners/${partnerId}">${settings.name}</a><br><code>${partnerId}</code></th><td>${statusTag(partner, lang)}${why}</td>
<td class="num">${priceText(partner, today.day)}</td><td class="num">${numberText(acceptedToday)}</td><td class="num">${capText(today, lang)}</td><td class="num">${moneyText(totals.amountFen)}</td>
<td>${rateCell(tests, 'duplicate_rate', lang)}</td><td>${rateCell(tests, 'approval_rate', lang)}</td></tr>`
}

const table = (glances: readonly Glance[], visit: Visit): Html => {
  const say = partnerWordsIn(visit.lang)
  if (glances.length === 0) return html`<p class="soft">${say('none')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('partners')}"><table><thead><tr><th scope="col">${say('partner')}</th><th scope="col">${say('status')}</th><th scope="col" class="num">${say('price')}</th><th scope="col" class="num">${say('today')}</th><th scope="col" class="num">${say('cap')}</th><th scope="col" class="num">${say('thisMonth')}</th><th scope="col">${say('duplicate_rate')}</th><th scope="col">${say('approval_rate')}</th></tr></thead>
<tbody>${glances.map((glance) => rowOf(glance, visit))}</tbody></table></div>`
}

/** The partners that somebody may see, so many from after a place. */
const partnersFor = async ({ partners }: PartnerConsoleDeps, { operator, query }: Visit) => {
  const own = partnerOfKey(operator)
  if (own === undefined) return partners.list(PAGE, placeOf(query('cursor') || undefined))
  const partner = await partners.find(own)
  return partner ? [partner] : []
}

/** Every partner with its price, what it brought, what it is owed, and how its quality stands. */
export const partnersScreen: Screen<PartnerConsoleDeps> = {
  path: '/console/partners',
  scope: 'partners:read',
  place: '/console/partners',
  show: async (deps, visit) => {
    const say = partnerWordsIn(visit.lang)
    const partners = await partnersFor(deps, visit)
    const glances = await Promise.all(partners.map((partner) => glanceAt(deps, partner)))
    const last = partners.length === PAGE ? partners.at(-1) : undefined
    return {
      title: say('partners'),
      body: html`<h1>${say('partners')}</h1><p class="soft">${say('help')}</p>
<section class="card">${table(glances, visit)}${last ? html`<p><a href="/console/partners?cursor=${cursorOf(last.partnerId)}">${say('older')}</a></p>` : ''}</section>`,
    }
  },
}
