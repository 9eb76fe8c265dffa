import { getAttribution, previewAttribution } from '../../shared/contract/attribution.ts'
import { getCampaignSetup, listCampaigns, putCampaign } from '../../shared/contract/campaigns.ts'
import { putConnection } from '../../shared/contract/connections.ts'
import { createKey, deleteKey } from '../../shared/contract/keys.ts'
import { getTimeline, listLeads, undoJoin } from '../../shared/contract/leads.ts'
import { getFunnelReport } from '../../shared/contract/reports.ts'
import { putSpend } from '../../shared/contract/spend.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { handleGetAttribution } from './attribution.ts'
import { handlePreviewAttribution } from './attributionPreview.ts'
import { handleListCampaigns, handlePutCampaign } from './campaigns.ts'
import { connectionSchema, handlePutConnection } from './connections.ts'
import type { OperationsDeps } from './deps.ts'
import { handleGetFunnelReport } from './funnelReport.ts'
import { handleUndoJoin } from './joins.ts'
import { handleCreateKey, handleDeleteKey } from './keys.ts'
import type { LedgerLook } from './leadConversions.ts'
import { handleGetTimeline, handleListLeads } from './leads.ts'
import { handleGetCampaignSetup } from './setup.ts'
import { handlePutSpend, spendSchema } from './spend.ts'

/** What bank staff call, each operation with an API key that has its scope; connections may name the given hosts only. */
export const createOperationsApp = (deps: OperationsDeps & LedgerLook, outboundHosts: readonly string[]): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, putCampaign, handlePutCampaign(deps))
  mount(app, deps, getCampaignSetup, handleGetCampaignSetup(deps))
  mount(app, deps, listCampaigns, handleListCampaigns(deps))
  mount(app, deps, putConnection, handlePutConnection(deps), async (params) => connectionSchema(params, outboundHosts))
  mount(app, deps, createKey, handleCreateKey(deps))
  mount(app, deps, deleteKey, handleDeleteKey(deps))
  mount(app, deps, listLeads, handleListLeads(deps))
  mount(app, deps, getTimeline, handleGetTimeline(deps))
  mount(app, deps, getAttribution, handleGetAttribution(deps))
  mount(app, deps, undoJoin, handleUndoJoin(deps))
  mount(app, deps, putSpend, handlePutSpend(deps), (params) => spendSchema(deps, params))
  mount(app, deps, getFunnelReport, handleGetFunnelReport(deps))
  mount(app, deps, previewAttribution, handlePreviewAttribution(deps))
  return app
}
