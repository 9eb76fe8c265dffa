import { getCampaign } from '../../shared/contract/campaigns.ts'
import { captureLead, getLead, recordVisit } from '../../shared/contract/capture.ts'
import { recordActivation } from '../../shared/contract/following.ts'
import { crossOrigin } from '../../shared/runtime/crossOrigin.ts'
import { createHttpApp, type HttpApp } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { loadCampaign, withCampaign } from '../../shared/runtime/publicCampaign.ts'
import { STYLE_HASH } from '../../shared/web/page.ts'
import { handleCaptureLead } from './captureLead.ts'
import type { CaptureDeps } from './deps.ts'
import { showFormProblem } from './formAnswer.ts'
import { handleRecordActivation } from './recordActivation.ts'
import { handleRecordVisit } from './recordVisit.ts'
import { submissionSchemas } from './submission.ts'
import { handleGetCampaign } from './viewCampaign.ts'
import { campaignOfLead, handleGetLead } from './viewLead.ts'

/** What landing pages call, the campaign, the visit, the lead; and what apps do, which come from no origin. */
export const createCaptureApp = (deps: CaptureDeps): HttpApp => {
  const app = createHttpApp({ styles: [STYLE_HASH] }, showFormProblem)
  const schemaOf = submissionSchemas()
  app.use('/v1/campaigns/:campaignId/activations', withCampaign(deps))
  mount(app, deps, recordActivation, handleRecordActivation(deps))
  app.use('/v1/campaigns/:campaignId/*', crossOrigin(loadCampaign(deps)), withCampaign(deps))
  app.use('/v1/leads/:leadId', crossOrigin(campaignOfLead(deps)))
  mount(app, deps, getCampaign, handleGetCampaign(deps))
  mount(app, deps, recordVisit, handleRecordVisit(deps))
  mount(app, deps, captureLead, handleCaptureLead(deps), async (_, c) => schemaOf(c.get('campaign'), await deps.ring()))
  mount(app, deps, getLead, handleGetLead(deps))
  return app
}
