import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ProblemDocument } from '../../../shared/contract/problem.ts'
import type { HttpApp, HttpEnv } from '../../../shared/runtime/http.ts'
import type { OperationsDeps } from '../deps.ts'
import { funnelCsv } from '../funnelCsv.ts'
import { reportOf } from '../funnelReport.ts'
import { campaignsScreen, editCampaignScreen, newCampaignScreen, setupScreen } from './campaignScreens.ts'
import { eventsScreen } from './eventsScreen.ts'
import { keysScreen, revokeKeyScreen } from './keyScreens.ts'
import { leadScreen, leadsScreen, reviewScreen } from './leadScreens.ts'
import { funnelAsked, overviewScreen } from './overview.ts'
import { langIn, mountScreen, otherLangOf, placesFor, type Screen } from './screen.ts'
import { shell } from './shell.ts'
import { mountSignIn } from './signInPage.ts'
import { spendScreen } from './spendScreen.ts'
import { troubleScreen } from './troubleScreen.ts'
import { wordsIn } from './words.ts'

/** The funnel of the overview as a file, by day. */
const funnelFile: Screen = {
  path: '/console/funnel.csv',
  scope: 'reports:read',
  place: '/console',
  show: async (deps, { c, query }) => {
    const { campaign, from, to, basis } = Object.fromEntries(
      ['campaign', 'from', 'to', 'basis'].map((name) => [name, query(name) || undefined]),
    )
    const report = await reportOf(deps, await funnelAsked({ campaign, from, to, basis, by: 'day,platform,ad' }))
    return c.body(funnelCsv(report, true), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="funnel-${report.campaignId}-${report.from}-${report.to}.csv"`,
    })
  },
}

/** Every screen; one with a fixed path stands before one whose path has a parameter in its place. */
export const SCREENS: readonly Screen[] = [
  overviewScreen,
  funnelFile,
  campaignsScreen,
  newCampaignScreen,
  editCampaignScreen,
  setupScreen,
  leadsScreen,
  leadScreen,
  reviewScreen,
  spendScreen,
  eventsScreen,
  keysScreen,
  revokeKeyScreen,
  troubleScreen,
]

/** The console: what staff see of everything, rendered here and usable without JavaScript. */
export const mountConsole = (app: HttpApp, deps: OperationsDeps): void => {
  mountSignIn(app, deps)
  for (const screen of SCREENS) mountScreen(app, deps, screen)
}

/** A problem as a page of the console; undefined outside of it, where programs get the document. */
export const showConsoleProblem = (
  { status, code, detail, requestId, errors = [] }: ProblemDocument,
  c: Context<HttpEnv>,
): string | undefined => {
  if (!c.req.path.startsWith('/console')) return undefined
  const lang = langIn(c)
  const say = wordsIn(lang)
  const scopes = c.get('scopes')
  return shell({
    lang,
    title: say('problem'),
    ...(scopes && { places: placesFor(scopes) }),
    otherLang: otherLangOf(c, lang),
    body: html`<section class="card sign"><h1>${say('problem')}</h1><p lang="en">${detail}</p>${errors.length > 0 ? html`<ul lang="en">${errors.slice(0, 20).map(({ pointer, message }) => html`<li><code>${pointer}</code> ${message}</li>`)}</ul>` : ''}<p class="soft">HTTP ${status} · <code>${code}</code> · ${say('requestId')} ${requestId}</p><p><a href="/console">${say('back')}</a></p></section>`,
  })
}
