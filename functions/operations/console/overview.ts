import { html } from 'hono/html'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { moneyText, numberText, rateText } from '../../../shared/console/figures.ts'
import { countWord, rateWord, stepsOf } from '../../../shared/console/milestoneWords.ts'
import type { Screen, Visit } from '../../../shared/console/screen.ts'
import { FunnelQuery, type FunnelReport } from '../../../shared/contract/reports.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { Day, dayOf } from '../../../shared/domain/day.ts'
import { COSTED } from '../../../shared/domain/funnel.ts'
import type { Count } from '../../../shared/domain/journal.ts'
import { check, validationProblem } from '../../../shared/runtime/validation.ts'
import { funnelChart } from '../../../shared/web/chart/funnelChart.ts'
import { trendChart } from '../../../shared/web/chart/trendChart.ts'
import type { Html } from '../../../shared/web/html.ts'
import { type GroupedReport, groupedReportOf } from '../funnelReport.ts'
import type { ConsoleDeps } from './deps.ts'

const DAY_MS = 86_400_000
const USUAL_DAYS = 30

type Span = { from: Day; to: Day; basis: 'cohort' | 'event' }

const spanOf = ({ query }: Visit, { settings: { timezone } }: Campaign, now: Date): Span => {
  const today = dayOf(now.toISOString(), timezone)
  const past = dayOf(new Date(now.getTime() - (USUAL_DAYS - 1) * DAY_MS).toISOString(), timezone)
  const given = (name: string, otherwise: Day): Day => Day.catch(otherwise).parse(query(name))
  const [from, to] = [given('from', past), given('to', today)].sort() as [Day, Day]
  return { from, to, basis: query('basis') === 'event' ? 'event' : 'cohort' }
}

/** What a query of the console asks of the funnel. Ends in the problem `invalid_input`, with each error. */
export const funnelAsked = async (query: Readonly<Record<string, unknown>>) => {
  const checked = await check(FunnelQuery, query)
  if ('errors' in checked) throw validationProblem(checked.errors)
  return checked.value
}

const filterBar = (all: readonly Campaign[], chosen: Campaign, span: Span, { say }: Visit): Html => {
  const csv = new URLSearchParams({ campaign: chosen.campaignId, ...span })
  return html`<form class="bar" method="get" action="/console">
${campaignField(all, chosen, say)}
<div><label for="from">${say('from')}</label><input id="from" type="date" name="from" value="${span.from}"></div>
<div><label for="to">${say('to')}</label><input id="to" type="date" name="to" value="${span.to}"></div>
<div><label for="basis">${say('basis')}</label><select id="basis" name="basis">${(['cohort', 'event'] as const).map(
    (basis) =>
      basis === span.basis
        ? html`<option value="${basis}" selected>${say(basis)}</option>`
        : html`<option value="${basis}">${say(basis)}</option>`,
  )}</select></div>
<button>${say('show')}</button>
<a class="button quiet" href="/console/funnel.csv?${csv}">${say('download')}</a>
</form>`
}

const tile = (name: string, value: string): Html => html`<div><dl><dt>${name}</dt><dd>${value}</dd></dl></div>`

const tiles = ({ total }: FunnelReport, { say, lang }: Visit): Html => html`<div class="tiles">
${(['visited', 'captured', 'applied', 'credited'] as const).map((count) => tile(countWord(count, lang), numberText(total.counts[count])))}
${tile(say('totalSpend'), moneyText(total.spendFen))}
${tile(say('creditCostRate'), total.creditCostRate === null ? '–' : `${(total.creditCostRate * 100).toFixed(2)}%`)}
</div>`

const funnelCard = ({ total }: FunnelReport, { settings }: Campaign, { say, lang }: Visit): Html => {
  const steps = stepsOf(settings.chain).map(({ count, rate }) => {
    const share = rate && rateText(total.rates[rate])
    return {
      label: countWord(count, lang),
      count: total.counts[count],
      countText: numberText(total.counts[count]),
      ...(share && share !== '–' && { share }),
    }
  })
  return html`<section class="card"><h2>${say('funnel')}</h2>${funnelChart({ title: say('funnel'), steps })}</section>`
}

const TREND: readonly Count[] = ['visited', 'captured', 'applied', 'credited']

/** Every day of the span, also those on which nothing happened. */
const daysOf = ({ from, to }: Span): Day[] => {
  const days: Day[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

const trendCard = (byDay: FunnelReport, span: Span, { say, lang }: Visit): Html => {
  const rows = new Map(byDay.rows.map((row) => [row.group.day ?? '', row]))
  const days = daysOf(span)
  const series = TREND.map((count) => ({
    label: countWord(count, lang),
    values: days.map((day) => rows.get(day)?.counts[count] ?? 0),
  }))
  const short = days.map((day) => day.slice(5))
  return html`<section class="card"><h2>${say('trend')}</h2>${trendChart({ title: say('trend'), days: short, series, text: numberText })}</section>`
}

const goalsCard = (
  { goals }: FunnelReport,
  { say, lang }: Visit,
): Html => html`<section class="card"><h2>${say('goals')}</h2>
${
  goals.length === 0
    ? html`<p class="soft">${say('nothingYet')}</p>`
    : html`<div class="scroll"><table><thead><tr><th scope="col">${say('rate')}</th><th scope="col" class="num">${say('goal')}</th><th scope="col" class="num">${say('actual')}</th><th scope="col" class="num">${say('distance')}</th></tr></thead>
<tbody>${goals.map(
        ({
          rate,
          goal,
          actual,
          distance,
        }) => html`<tr><th scope="row">${rateWord(rate, lang)}</th><td class="num">${rateText(goal)}</td><td class="num">${rateText(actual)}</td>
<td class="num">${distance === null ? '–' : html`<span class="${distance < 0 ? 'bad' : 'good'}">${distance < 0 ? '' : '+'}${(distance * 100).toFixed(1)}%</span>`}</td></tr>`,
      )}</tbody></table></div>`
}</section>`

const moneyCard = (
  { total, economics }: FunnelReport,
  { say, lang }: Visit,
): Html => html`<section class="card whole"><h2>${say('money')}</h2>
<dl class="facts"><div><dt>${say('totalSpend')}</dt><dd>${moneyText(total.spendFen)}</dd></div>
<div><dt>${say('limit')}</dt><dd>${moneyText(total.amounts.limitFen)}</dd></div>
<div><dt>${say('drawn')}</dt><dd>${moneyText(total.amounts.disbursedFen)}</dd></div></dl>
<div class="scroll"><table><thead><tr><th scope="col">${say('milestone')}</th><th scope="col" class="num">${say('count')}</th><th scope="col" class="num">${say('costPer')}</th></tr></thead>
<tbody>${COSTED.filter((name) => total.counts[name] > 0).map(
  (name) =>
    html`<tr><th scope="row">${countWord(name, lang)}</th><td class="num">${numberText(total.counts[name])}</td><td class="num">${moneyText(total.costs[name])}</td></tr>`,
)}</tbody></table></div>
${
  economics
    ? html`<h3>${say('economics')}</h3><p>${say('breakEven')}: <b>${moneyText(economics.breakEvenFen)}</b>
${economics.pays === null ? '' : html`<span class="tag${economics.pays ? '' : ' no'}">${say(economics.pays ? 'pays' : 'paysNot')}</span>`}</p>`
    : ''
}</section>`

const maturationCard = (
  { maturation }: FunnelReport,
  { say }: Visit,
): Html => html`<section class="card"><h2>${say('maturation')}</h2>
${
  maturation
    ? html`<dl class="facts"><div><dt>${say('undecided')}</dt><dd>${numberText(maturation.undecided)}</dd></div>
<div><dt>${say('expected')}</dt><dd>${maturation.expectedCredited.toFixed(1)} <span class="soft">(${say('between')} ${maturation.low.toFixed(1)} – ${maturation.high.toFixed(1)})</span></dd></div>
<div><dt>${say('projected')}</dt><dd>${rateText(maturation.approvalRate)} <span class="soft">(${rateText(maturation.approvalLow)} – ${rateText(maturation.approvalHigh)})</span></dd></div></dl>
<details><summary>${say('method')}</summary><p class="soft" lang="en">${maturation.method}</p></details>`
    : html`<p class="soft">${say('nothingYet')}</p>`
}</section>`

type Column = { title: string; text: (row: FunnelReport['total']) => string }

const GROUPED: readonly Count[] = ['visited', 'captured', 'followed', 'registered', 'applied', 'credited']

/** What the table of a grouping tells: how many reached the steps of the chain, how many of them followed and registered, and what they cost. */
const columnsOf = ({ settings: { chain } }: Campaign, { say, lang }: Visit): Column[] => {
  const steps = stepsOf(chain).filter(({ count }) => GROUPED.includes(count))
  return [
    ...steps.flatMap(({ count, rate }): Column[] => [
      { title: countWord(count, lang), text: ({ counts }) => numberText(counts[count]) },
      ...(rate === 'followRate' || rate === 'registrationRate'
        ? [{ title: rateWord(rate, lang), text: ({ rates }: FunnelReport['total']) => rateText(rates[rate]) }]
        : []),
    ]),
    { title: say('totalSpend'), text: ({ spendFen }) => moneyText(spendFen) },
    { title: `${countWord('captured', lang)}: ${say('costPer')}`, text: ({ costs }) => moneyText(costs.captured) },
  ]
}

type Grouped = { grouped: GroupedReport; campaign: Campaign; visit: Visit }

const groupTable = ({ grouped, campaign, visit }: Grouped, name: 'platform' | 'ad', title: string): Html => {
  const columns = columnsOf(campaign, visit)
  const rows = grouped
    .rowsBy([name])
    .sort((a, b) => b.counts.captured - a.counts.captured)
    .slice(0, 20)
  return html`<section class="card"><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${visit.say(name)}</th>${columns.map((column) => html`<th scope="col" class="num">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${codeWord(row.group[name] ?? '', visit.lang)}</th>${columns.map((column) => html`<td class="num">${column.text(row)}</td>`)}</tr>`,
  )}</tbody></table></div></section>`
}

/** The funnel of a campaign as a picture, its days, goals, money and what is still to come. */
export const overviewScreen: Screen<ConsoleDeps> = {
  path: '/console',
  scope: 'reports:read',
  place: '/console',
  show: async (deps, visit) => {
    const { say, query } = visit
    const { all, chosen } = await chosenCampaign(deps, query('campaign'))
    if (!chosen)
      return {
        title: say('overview'),
        body: html`<h1>${say('overview')}</h1><p>${say('noCampaign')} <a href="/console/campaigns/new">${say('newCampaign')}</a></p>`,
      }
    const span = spanOf(visit, chosen, deps.now())
    const grouped = await groupedReportOf(deps, await funnelAsked({ campaign: chosen.campaignId, ...span, by: 'day' }))
    const { report } = grouped
    const shown = { grouped, campaign: chosen, visit }
    return {
      title: `${say('overview')} · ${chosen.settings.name}`,
      body: html`<h1>${chosen.settings.name}</h1>
${filterBar(all, chosen, span, visit)}
<div data-live="overview">${tiles(report, visit)}
<div class="grid">${funnelCard(report, chosen, visit)}${trendCard(report, span, visit)}${goalsCard(report, visit)}${maturationCard(report, visit)}${moneyCard(report, visit)}</div>
${groupTable(shown, 'platform', say('byPlatform'))}${groupTable(shown, 'ad', say('byAd'))}</div>`,
    }
  },
}
