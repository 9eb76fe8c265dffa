import { checkLeadForm, pushLeads } from '../../shared/contract/leadPushes.ts'
import { reportByQuery, reportByWebhook } from '../../shared/contract/postbacks.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { handleCheckLeadForm } from './checkLeadForm.ts'
import type { PushesDeps } from './deps.ts'
import { handlePushLeads } from './pushLeads.ts'
import { handleReportByQuery, handleReportByWebhook } from './reportConversion.ts'

/** What ad platforms push, and partners report. */
export const createPushesApp = (deps: PushesDeps): HttpApp => {
  const app = createHttpApp()
  mount(app, deps, checkLeadForm, handleCheckLeadForm(deps))
  mount(app, deps, pushLeads, handlePushLeads(deps))
  mount(app, deps, reportByQuery, handleReportByQuery(deps))
  mount(app, deps, reportByWebhook, handleReportByWebhook(deps))
  return app
}
