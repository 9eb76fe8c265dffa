import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ProblemDocument } from '../../../shared/contract/problem.ts'
import { createHttpApp, type HttpApp, type HttpEnv } from '../../../shared/runtime/http.ts'
import { funnelCsv } from '../funnelCsv.ts'
import { reportOf } from '../funnelReport.ts'
import { campaignsScreen, editCampaignScreen, newCampaignScreen, setupScreen } from './campaignScreens.ts'
import type { ConsoleDeps } from './deps.ts'
import { eventsScreen } from './eventsScreen.ts'
import { undoJoinScreen } from './joinedLead.ts'
import { keysScreen, revokeKeyScreen } from './keyScreens.ts'
import { leadScreen, leadsScreen, reviewScreen } from './leadScreens.ts'
import { funnelAsked, overviewScreen } from './overview.ts'
import { langIn, mountScreen, otherLangOf, placesFor, type Screen } from './screen.ts'
import { CONSOLE_POLICY, shell } from './shell.ts'
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
  undoJoinScreen,
  spendScreen,
  eventsScreen,
  keysScreen,
  revokeKeyScreen,
  troubleScreen,
]

/** A problem as a page of the console. */
const showProblem = (
  { status, code, detail, requestId, errors = [] }: ProblemDocument,
  c: Context<HttpEnv>,
): string => {
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

/** The console: what staff see of everything, rendered here and usable without JavaScript. */
export const createConsoleApp = (deps: ConsoleDeps): HttpApp => {
  const app = createHttpApp(CONSOLE_POLICY, showProblem)
  mountSignIn(app, deps)
  for (const screen of SCREENS) mountScreen(app, deps, screen)
  return app
}
