import { html } from 'hono/html'
import * as z from 'zod'
import { caseOf } from '../../../shared/cases/case.ts'
import { review } from '../../../shared/cases/review.ts'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { codeWord } from '../../../shared/console/codeWords.ts'
import { timeText } from '../../../shared/console/figures.ts'
import { countWord, eventWord } from '../../../shared/console/milestoneWords.ts'
import { required, type Screen, type Visit } from '../../../shared/console/screen.ts'
import type { LeadSummary } from '../../../shared/contract/leads.ts'
import type { Application } from '../../../shared/domain/application.ts'
import { Day, dayOf } from '../../../shared/domain/day.ts'
import { ApplicationId, LeadId } from '../../../shared/domain/lead.ts'
import { MILESTONES } from '../../../shared/domain/milestone.ts'
import { Phone } from '../../../shared/domain/phone.ts'
import { leadNow } from '../../../shared/leads/leadNow.ts'
import { requestIdOf } from '../../../shared/runtime/http.ts'
import { operatorIdOf, requireScope } from '../../../shared/runtime/principal.ts'
import { check, validationProblem } from '../../../shared/runtime/validation.ts'
import { leadIdOf } from '../../../shared/security/blindIndex.ts'
import type { Html } from '../../../shared/web/html.ts'
import { listedLeads, timelineOf } from '../leads.ts'
import { applicationCard } from './applicationCard.ts'
import type { ConsoleDeps } from './deps.ts'
import { type Joined, joinedNote, joinedOf, verdictTag } from './joinedLead.ts'

const PAGE = 50

const furthest = ({ milestones }: Pick<LeadSummary, 'milestones'>, { lang }: Visit): string => {
  const name = MILESTONES.findLast((milestone) => milestones[milestone] !== undefined)
  return name ? countWord(name, lang) : '–'
}

const leadTable = (items: readonly LeadSummary[], timezone: string, visit: Visit): Html => {
  const { say } = visit
  if (items.length === 0) return html`<p class="soft">${say('nothingYet')}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('leads')}"><table><thead><tr><th scope="col">${say('received')}</th><th scope="col">${say('phone')}</th><th scope="col">${say('name')}</th><th scope="col">${say('verdict')}</th><th scope="col">${say('reached')}</th><th scope="col">${say('platform')}</th><th scope="col">${say('ad')}</th></tr></thead>
<tbody>${items.map(
    (lead) =>
      html`<tr><td>${timeText(lead.receivedAt, timezone)}</td><th scope="row"><a href="/console/leads/${lead.leadId}">${lead.contact.phone ?? say('noContact')}</a></th><td>${lead.contact.name ?? ''}</td><td>${verdictTag(lead, visit)}</td><td>${furthest(lead, visit)}</td><td>${codeWord(lead.attribution.platform, visit.lang)}</td><td>${lead.attribution.ad}</td></tr>`,
  )}</tbody></table></div>`
}

/** Leads of a campaign by day, and one of them by its phone number. The number is sent in a form, so that it stands in no address and no log. */
export const leadsScreen: Screen<ConsoleDeps> = {
  path: '/console/leads',
  scope: 'leads:read',
  place: '/console/leads',
  show: async (deps, visit) => leadsPage(deps, visit, ''),
  act: async (deps, visit, form) => {
    const { chosen } = await chosenCampaign(deps, form.text('campaign'))
    const phone = Phone.safeParse(form.text('phone'))
    if (!chosen || !phone.success) return leadsPage(deps, visit, visit.say('notFound'))
    const leadId = leadIdOf(await deps.ring(), chosen.campaignId, 'phone', phone.data)
    const lead = await leadNow(deps, leadId)
    return lead ? visit.c.redirect(`/console/leads/${lead.leadId}`, 303) : leadsPage(deps, visit, visit.say('notFound'))
  },
}

const leadsPage = async (deps: ConsoleDeps, visit: Visit, notice: string) => {
  const { say, query } = visit
  const { all, chosen } = await chosenCampaign(deps, query('campaign'))
  if (!chosen) return { title: say('leads'), body: html`<h1>${say('leads')}</h1><p>${say('noCampaign')}</p>` }
  const { timezone } = chosen.settings
  const day = Day.catch(dayOf(deps.now().toISOString(), timezone)).parse(query('day'))
  const { items, cursor } = await listedLeads(deps, {
    campaign: chosen.campaignId,
    day,
    limit: PAGE,
    cursor: query('cursor') || undefined,
  })
  const older = new URLSearchParams({ campaign: chosen.campaignId, day, cursor: cursor ?? '' })
  return {
    title: say('leads'),
    status: notice === '' ? (200 as const) : (404 as const),
    body: html`<h1>${say('leads')}</h1>
${notice === '' ? '' : html`<p class="notice bad" role="alert">${notice}</p>`}
<form class="bar" method="get" action="/console/leads">${campaignField(all, chosen, say)}
<div><label for="day">${say('day')}</label><input id="day" type="date" name="day" value="${day}"></div><button>${say('show')}</button></form>
<form class="bar" method="post" action="/console/leads"><input type="hidden" name="campaign" value="${chosen.campaignId}">
<div><label for="phone">${say('searchPhone')}</label><input id="phone" name="phone" inputmode="tel" autocomplete="off" required></div><button class="quiet">${say('search')}</button></form>
<section class="card">${leadTable(items, timezone, visit)}
${cursor ? html`<p><a href="/console/leads?${older}">${say('older')}</a></p>` : ''}</section>`,
  }
}

type Timeline = Awaited<ReturnType<typeof timelineOf>>

const facts = (pairs: readonly (readonly [string, string | undefined])[]): Html =>
  html`<dl class="facts">${pairs.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

/** The click ids and utm parameters that name an ad. */
const adOf = ({ clickIds = {}, utm = {} }: Timeline['touch']): string =>
  Object.entries({ ...clickIds, ...utm })
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ')

/** What an entry says beside its type, in the order in which it is kept: who looked, why something was refused. */
const detailsOf = ({ details = {} }: Timeline['entries'][number]): string =>
  Object.entries(details)
    .flatMap(([name, value]) => (typeof value === 'string' && name !== 'applicationId' ? [`${name}: ${value}`] : []))
    .join(' · ')

type Shown = { lead: Timeline; joined: Joined; applications: readonly Application[]; timezone: string }

const leadBody = ({ lead, joined, applications, timezone }: Shown, visit: Visit): Html => {
  const { say, lang, operator } = visit
  const { contact, consent, touch, firstTouch, attribution, entries, answers = {} } = lead
  return html`<h1>${say('lead')} <code>${lead.leadId}</code></h1>
<section class="card">${facts([
    [say('phone'), contact.phone ?? say('noContact')],
    [say('name'), contact.name],
    [say('company'), contact.company],
    [say('received'), timeText(lead.receivedAt, timezone)],
    [say('campaign'), lead.campaignId],
    [
      say('answers'),
      Object.entries(answers)
        .map(([field, value]) => `${field}: ${value}`)
        .join(' · '),
    ],
  ])}<p>${verdictTag(lead, visit)}</p>${joinedNote(lead.leadId, joined, visit)}
${operator.scopes.includes('pii:read') ? html`<form method="post" action="/console/leads/${lead.leadId}"><button class="quiet">${say('unmask')}</button></form>` : ''}</section>
<div class="grid"><section class="card"><h2>${say('consent')}</h2>${facts([
    [say('consentVersion'), consent.version],
    [say('purposes'), consent.purposes.map((purpose) => codeWord(purpose, lang)).join(' · ')],
    [say('at'), timeText(consent.at, timezone)],
  ])}</section>
<section class="card"><h2>${say('attribution')}</h2>${facts([
    [say('platform'), codeWord(attribution.platform, lang)],
    [say('ad'), attribution.ad],
    [say('source'), touch.url],
    [say('lastTouch'), adOf(touch)],
    [say('firstTouch'), firstTouch && adOf(firstTouch)],
  ])}<p><a href="/console/leads/${lead.leadId}/attribution">${say('receipt')}</a></p></section></div>
${applications.map((application) => applicationCard(application, timezone, visit))}
<section class="card"><h2>${say('timeline')}</h2><div class="scroll" tabindex="0" role="region" aria-label="${say('timeline')}"><table><thead><tr><th scope="col">${say('at')}</th><th scope="col">${say('type')}</th><th scope="col">${say('reached')}</th><th scope="col">${say('details')}</th></tr></thead>
<tbody>${entries.map(
    (entry) =>
      html`<tr><td>${timeText(entry.at, timezone)}</td><th scope="row">${eventWord(entry.type, lang)} <code>${entry.type}</code></th><td>${entry.counts.map((count) => countWord(count as never, lang) ?? count).join(', ')}</td><td>${detailsOf(entry)}</td></tr>`,
  )}</tbody></table></div></section>`
}

/** The applications that the journal of a lead speaks of, the first first. */
const applicationsOf = async ({ applications }: ConsoleDeps, { entries }: Timeline): Promise<Application[]> => {
  const ids = entries.flatMap(({ details }) =>
    typeof details?.applicationId === 'string' ? [details.applicationId] : [],
  )
  const found = await Promise.all([...new Set(ids)].map((id) => applications.find(id)))
  return found.flatMap((application) => application ?? [])
}

const leadPage = async (deps: ConsoleDeps, visit: Visit, unmask: boolean) => {
  const id = LeadId.safeParse(visit.param('leadId'))
  const lead = required(id.success ? await deps.leads.find(id.data) : undefined, 'lead_not_found')
  const timeline = await timelineOf(deps, lead, { unmask, operator: visit.operator, requestId: requestIdOf(visit.c) })
  return {
    title: visit.say('lead'),
    body: leadBody(
      {
        lead: timeline,
        joined: await joinedOf(deps, lead),
        applications: await applicationsOf(deps, timeline),
        timezone: lead.timezone,
      },
      visit,
    ),
  }
}

/** One lead: masked, and in the clear for who may, which leaves a journal entry. */
export const leadScreen: Screen<ConsoleDeps> = {
  path: '/console/leads/:leadId',
  scope: 'leads:read',
  place: '/console/leads',
  show: (deps, visit) => leadPage(deps, visit, false),
  act: async (deps, visit) => {
    requireScope(visit.operator, 'pii:read')
    return leadPage(deps, visit, true)
  },
}

const Reviewed = z.object({
  applicationId: ApplicationId,
  verdict: z.enum(['passed', 'failed']),
  reason: z.string().trim().min(3).max(500),
})

/** An operator says whether the applicant is who they say, and is led back to the lead. */
export const reviewScreen: Screen<ConsoleDeps> = {
  path: '/console/leads/:leadId/review',
  scope: 'applications:review',
  place: '/console/leads',
  show: async (_, { c, param }) => c.redirect(`/console/leads/${param('leadId')}`, 303),
  act: async (deps, { c, operator, param }, form) => {
    const told = {
      applicationId: form.text('applicationId'),
      verdict: form.text('verdict'),
      reason: form.text('reason'),
    }
    const checked = await check(Reviewed, told)
    if ('errors' in checked) throw validationProblem(checked.errors)
    const { applicationId, ...found } = checked.value
    const cases = { ...deps, findCampaign: deps.campaigns.find }
    await review(cases, await caseOf(cases, applicationId), { ...found, keyId: operatorIdOf(operator) })
    return c.redirect(`/console/leads/${param('leadId')}`, 303)
  },
}
