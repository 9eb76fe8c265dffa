import { getCampaignSetup, listCampaigns, putCampaign } from '../../shared/contract/campaigns.ts'
import { putConnection } from '../../shared/contract/connections.ts'
import { createKey, deleteKey } from '../../shared/contract/keys.ts'
import { getTimeline, listLeads } from '../../shared/contract/leads.ts'
import { getFunnelReport } from '../../shared/contract/reports.ts'
import { putSpend } from '../../shared/contract/spend.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { handleListCampaigns, handlePutCampaign } from './campaigns.ts'
import { connectionSchema, handlePutConnection } from './connections.ts'
import { mountConsole, showConsoleProblem } from './console/console.ts'
import { CONSOLE_POLICY } from './console/shell.ts'
import type { OperationsDeps } from './deps.ts'
import { handleGetFunnelReport } from './funnelReport.ts'
import { handleCreateKey, handleDeleteKey } from './keys.ts'
import { handleGetTimeline, handleListLeads } from './leads.ts'
import { handleGetCampaignSetup } from './setup.ts'
import { handlePutSpend, spendSchema } from './spend.ts'

/** What bank staff call, each operation with an API key that has its scope. */
export const createOperationsApp = (deps: OperationsDeps): HttpApp => {
  const app = createHttpApp(CONSOLE_POLICY, showConsoleProblem)
  mount(app, deps, putCampaign, handlePutCampaign(deps))
  mount(app, deps, getCampaignSetup, handleGetCampaignSetup(deps))
  mount(app, deps, listCampaigns, handleListCampaigns(deps))
  mount(app, deps, putConnection, handlePutConnection(deps), async (params) =>
    connectionSchema(params, deps.outboundHosts),
  )
  mount(app, deps, createKey, handleCreateKey(deps))
  mount(app, deps, deleteKey, handleDeleteKey(deps))
  mount(app, deps, listLeads, handleListLeads(deps))
  mount(app, deps, getTimeline, handleGetTimeline(deps))
  mount(app, deps, putSpend, handlePutSpend(deps), (params) => spendSchema(deps, params))
  mount(app, deps, getFunnelReport, handleGetFunnelReport(deps))
  mountConsole(app, deps)
  return app
}
