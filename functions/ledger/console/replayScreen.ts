import { html } from 'hono/html'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { numberText, timeText } from '../../../shared/console/figures.ts'
import { countWord } from '../../../shared/console/milestoneWords.ts'
import type { Form, Screen, Visit } from '../../../shared/console/screen.ts'
import type { Replay } from '../../../shared/contract/conversions.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import type { Html } from '../../../shared/web/html.ts'
import { replayMany } from '../replayMany.ts'
import type { LedgerConsoleDeps } from './deps.ts'
import { filterFields, Narrowed } from './filterFields.ts'
import { ledgerWordsIn, notReplayedWord, statusWord } from './words.ts'

const ENDED = ['rejected', 'refused', 'expired'] as const

type Ended = (typeof ENDED)[number]

const isEnded = (status: string | undefined): status is Ended => ENDED.some((one) => one === status)

const form = (all: readonly Campaign[], chosen: Campaign, narrowed: Narrowed, visit: Visit): Html => {
  const say = ledgerWordsIn(visit.lang)
  return html`<form class="bar" method="post" action="/console/conversions/replays">${campaignField(all, chosen, visit.say)}${filterFields(narrowed, visit.lang, ENDED)}<button>${say('tryOut')}</button></form>`
}

const replayTable = (items: readonly Replay[], timezone: string, { lang }: Visit): Html => {
  const say = ledgerWordsIn(lang)
  if (items.length === 0) return html`<p class="soft">${say('none')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('conversions')}"><table><thead><tr><th scope="col">${say('conversion')}</th><th scope="col">${say('destination')}</th><th scope="col">${say('milestone')}</th><th scope="col">${say('action')}</th><th scope="col">${say('status')}</th><th scope="col">${say('deadline')}</th><th scope="col">${say('outcome')}</th></tr></thead>
<tbody>${items.map((item) => html`<tr><th scope="row"><a href="/console/conversions/${item.conversionId}"><code>${item.conversionId}</code></a></th><td>${codeWord(item.platform, lang)}</td><td>${countWord(item.milestone, lang)}</td><td>${item.action}</td><td>${statusWord(item.status, lang)}</td><td>${timeText(item.deadline, timezone)}</td><td>${item.notSent === undefined ? say('replay') : notReplayedWord(item.notSent, lang)}</td></tr>`)}</tbody></table></div>`
}

/** Asks for the same rows to be sent indeed. */
const confirmation = ({ campaignId }: Campaign, { status, platform }: Narrowed, { lang }: Visit): Html => {
  const kept = { campaign: campaignId, status, platform, sure: 'yes' }
  return html`<form method="post" action="/console/conversions/replays">${Object.entries(kept).flatMap(([name, value]) => (value ? html`<input type="hidden" name="${name}" value="${value}">` : []))}<button>${ledgerWordsIn(lang)('sendNow')}</button></form>`
}

const outcome = async (
  deps: LedgerConsoleDeps,
  chosen: Campaign,
  narrowed: Narrowed,
  sure: boolean,
  visit: Visit,
): Promise<Html> => {
  const say = ledgerWordsIn(visit.lang)
  const { status, platform } = narrowed
  const filter = { campaign: chosen.campaignId, platform, ...(isEnded(status) && { status }) }
  const { items, cursor } = await replayMany(deps, { filter, dryRun: !sure })
  const goes = items.filter(({ notSent }) => notSent === undefined).length
  return html`<p class="notice" role="status">${say(sure ? 'isSent' : 'wouldBeSent')}: ${numberText(goes)}${cursor === undefined ? '' : ` · ${say('more')}`}</p>
<section class="card">${replayTable(items, chosen.settings.timezone, visit)}${!sure && goes > 0 ? confirmation(chosen, narrowed, visit) : ''}</section>`
}

const page = async (deps: LedgerConsoleDeps, visit: Visit, asked: Form | undefined) => {
  const say = ledgerWordsIn(visit.lang)
  const value = (name: string) => asked?.text(name) ?? visit.query(name)
  const { all, chosen } = await chosenCampaign(deps, value('campaign'))
  const title = say('replayMany')
  if (!chosen) return { title, body: html`<h1>${title}</h1><p>${visit.say('noCampaign')}</p>` }
  const narrowed = Narrowed.parse({ status: value('status'), platform: value('platform') })
  return {
    title,
    body: html`<h1>${title}</h1><p class="soft">${say('replayHelp')}</p>${form(all, chosen, narrowed, visit)}
${asked ? await outcome(deps, chosen, narrowed, value('sure') === 'yes', visit) : ''}`,
  }
}

/** Sends many conversions again: first it is shown which, then they are. */
export const replayScreen: Screen<LedgerConsoleDeps> = {
  path: '/console/conversions/replays',
  scope: 'conversions:write',
  place: '/console/conversions',
  show: (deps, visit) => page(deps, visit, undefined),
  act: (deps, visit, asked) => page(deps, visit, asked),
}
