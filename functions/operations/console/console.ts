import { consoleApp } from '../../../shared/console/consoleApp.ts'
import type { Screen } from '../../../shared/console/screen.ts'
import type { HttpApp } from '../../../shared/runtime/http.ts'
import { funnelCsv } from '../funnelCsv.ts'
import { reportOf } from '../funnelReport.ts'
import { campaignsScreen, editCampaignScreen, newCampaignScreen, setupScreen } from './campaignScreens.ts'
import type { ConsoleDeps } from './deps.ts'
import { eventsScreen } from './eventsScreen.ts'
import { undoJoinScreen } from './joinedLead.ts'
import { keysScreen, revokeKeyScreen } from './keyScreens.ts'
import { leadScreen, leadsScreen, reviewScreen } from './leadScreens.ts'
import { funnelAsked, overviewScreen } from './overview.ts'
import { mountSignIn } from './signInPage.ts'
import { spendScreen } from './spendScreen.ts'
import { troubleScreen } from './troubleScreen.ts'

/** The funnel of the overview as a file, by day. */
const funnelFile: Screen<ConsoleDeps> = {
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
export const SCREENS: readonly Screen<ConsoleDeps>[] = [
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

/** The console: what staff see of everything. */
export const createConsoleApp = (deps: ConsoleDeps): HttpApp => {
  const app = consoleApp(deps, SCREENS)
  mountSignIn(app, deps)
  return app
}
