import { getCampaign } from '../../shared/contract/campaigns.ts'
import { captureLead, getLead, recordVisit } from '../../shared/contract/capture.ts'
import { crossOrigin } from '../../shared/runtime/crossOrigin.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { STYLE_HASH } from '../../shared/web/page.ts'
import { handleCaptureLead } from './captureLead.ts'
import type { CaptureDeps } from './deps.ts'
import { showFormProblem } from './formAnswer.ts'
import { loadCampaign } from './publicCampaign.ts'
import { handleRecordVisit } from './recordVisit.ts'
import { submissionSchemas } from './submission.ts'
import { handleGetCampaign } from './viewCampaign.ts'
import { campaignOfLead, handleGetLead } from './viewLead.ts'

/** What landing pages call: the campaign, the visit, the lead. */
export const createCaptureApp = (deps: CaptureDeps): HttpApp => {
  const app = createHttpApp({ styles: [STYLE_HASH] }, showFormProblem)
  const load = loadCampaign(deps)
  const schemaOf = submissionSchemas()
  app.use('/v1/campaigns/:campaignId/*', crossOrigin(load), async (c, next) => {
    if (!c.get('campaign')) await load(c)
    return next()
  })
  app.use('/v1/leads/:leadId', crossOrigin(campaignOfLead(deps)))
  mount(app, deps, getCampaign, handleGetCampaign(deps))
  mount(app, deps, recordVisit, handleRecordVisit(deps))
  mount(app, deps, captureLead, handleCaptureLead(deps), async (_, c) => schemaOf(c.get('campaign'), await deps.ring()))
  mount(app, deps, getLead, handleGetLead(deps))
  return app
}
