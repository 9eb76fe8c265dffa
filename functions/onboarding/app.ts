import type { Context } from 'hono'
import { caseOf } from '../../shared/cases/case.ts'
import {
  createApplication,
  decideApplication,
  getApplication,
  handOffApplication,
  patchApplication,
  reviewIdentity,
  startIdentityCheck,
  submitApplication,
  takeHandOff,
} from '../../shared/contract/applications.ts'
import {
  createFollowInvitation,
  createVisitInvitation,
  setReminder,
  startMiniProgramSession,
} from '../../shared/contract/following.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { registerLead, sendPhoneCode } from '../../shared/contract/registration.ts'
import { LeadId } from '../../shared/domain/lead.ts'
import { crossOrigin } from '../../shared/runtime/crossOrigin.ts'
import { createHttpApp, type HttpApp, type HttpEnv } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { loadCampaign, withCampaign } from '../../shared/runtime/publicCampaign.ts'
import { handleDecideApplication } from './decideApplication.ts'
import type { OnboardingDeps } from './deps.ts'
import { handleCreateApplication, handlePatchApplication } from './draft.ts'
import { handleCreateFollowInvitation, handleCreateVisitInvitation } from './followInvitation.ts'
import { handleHandOffApplication, handleTakeHandOff } from './handOff.ts'
import { handleStartIdentityCheck } from './identityCheck.ts'
import { handleReviewIdentity } from './identityReview.ts'
import { campaignOf } from './ownLead.ts'
import { handleRegisterLead } from './registerLead.ts'
import { handleSendPhoneCode } from './sendPhoneCode.ts'
import { handleSetReminder } from './setReminder.ts'
import { handleStartMiniProgramSession } from './startSession.ts'
import { handleSubmitApplication } from './submission.ts'
import { handleGetApplication } from './viewApplication.ts'

/** The campaign of the lead that the path names. */
const campaignOfLead = (deps: OnboardingDeps) => async (c: Context<HttpEnv>) => {
  const id = LeadId.safeParse(c.req.param('leadId'))
  const lead = id.success ? await deps.leads.find(id.data) : undefined
  if (!lead) throw new Problem('lead_not_found', 'Check the lead id in the address.')
  return campaignOf(deps, lead)
}

/** The campaign of the application that the path names. */
const campaignOfApplication = (deps: OnboardingDeps) => async (c: Context<HttpEnv>) =>
  (await caseOf(deps, c.req.param('applicationId') ?? '')).campaign

/** What a visitor or lead becomes a customer with: invitations, reminders and mini programs, the phone code, the registration, the application. */
export const createOnboardingApp = (deps: OnboardingDeps): HttpApp => {
  const app = createHttpApp()
  app.use('/v1/leads/:leadId/*', crossOrigin(campaignOfLead(deps)))
  app.use('/v1/applications/:applicationId/*', crossOrigin(campaignOfApplication(deps)))
  app.use('/v1/campaigns/:campaignId/visits/*', crossOrigin(loadCampaign(deps)))
  app.use('/v1/campaigns/:campaignId/*', withCampaign(deps))
  mount(app, deps, createFollowInvitation, handleCreateFollowInvitation(deps))
  mount(app, deps, createVisitInvitation, handleCreateVisitInvitation(deps))
  mount(app, deps, setReminder, handleSetReminder(deps))
  mount(app, deps, startMiniProgramSession, handleStartMiniProgramSession(deps))
  mount(app, deps, sendPhoneCode, handleSendPhoneCode(deps))
  mount(app, deps, registerLead, handleRegisterLead(deps))
  mount(app, deps, createApplication, handleCreateApplication(deps))
  mount(app, deps, getApplication, handleGetApplication(deps))
  mount(app, deps, patchApplication, handlePatchApplication(deps))
  mount(app, deps, submitApplication, handleSubmitApplication(deps))
  mount(app, deps, startIdentityCheck, handleStartIdentityCheck(deps))
  mount(app, deps, reviewIdentity, handleReviewIdentity(deps))
  mount(app, deps, decideApplication, handleDecideApplication(deps))
  mount(app, deps, handOffApplication, handleHandOffApplication(deps))
  mount(app, deps, takeHandOff, handleTakeHandOff(deps))
  return app
}
