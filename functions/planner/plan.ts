import * as z from 'zod'
import { newRow, reportIdOf } from '../../shared/conversions/newRow.ts'
import type { Application } from '../../shared/domain/application.ts'
import { CampaignId } from '../../shared/domain/campaign.ts'
import type { Destination } from '../../shared/domain/destination.ts'
import { ApplicationId, type Lead, LeadId } from '../../shared/domain/lead.ts'
import type { Milestone } from '../../shared/domain/milestone.ts'
import type { EventWork } from '../../shared/runtime/event.ts'
import { note } from '../../shared/runtime/log.ts'
import type { PlannerDeps } from './deps.ts'
import { keepRow } from './keepRow.ts'
import { reachedBy, reversedIn, worthOf } from './reached.ts'
import { takeBack } from './takeBack.ts'

/** What of our own events says whose conversions may have changed. */
const Told = z.object({
  type: z.string(),
  campaignId: CampaignId,
  leadId: LeadId,
  applicationId: ApplicationId.optional(),
  data: z.object({ mode: z.enum(['live', 'test']) }),
})

type Case = { lead: Lead; application: Application | undefined }

const reportsTo = (destination: Destination, { lead, application }: Case) =>
  reachedBy(lead, application).flatMap((milestone) => {
    const told = destination.conversions[milestone]
    const at = lead.milestones[milestone]
    if (told === undefined || !('action' in told) || at === undefined) return []
    const valueFen = application && worthOf(application, milestone, at)
    return [{ lead, destination, milestone, action: told.action, at, valueFen }]
  })

/** Milestones whose conversions are to be taken back: another says so, or the decision was reversed. */
const takenBackAt = ({ conversions }: Destination, { lead, application }: Case, isReversal: boolean): Milestone[] => {
  const bySettings = reachedBy(lead, application).flatMap((milestone) => {
    const told = conversions[milestone]
    return told && 'retracts' in told ? [told.retracts] : []
  })
  return [...new Set([...bySettings, ...(isReversal && application ? reversedIn(lead, application) : [])])]
}

/** Makes the rows that are missing, then takes back what does not hold: in whatever order events come, it ends the same. */
const planFor = async (deps: PlannerDeps, destination: Destination, one: Case, isReversal: boolean): Promise<void> => {
  const reports = reportsTo(destination, one)
  const idOf = (milestone: Milestone) => reportIdOf(one.lead.leadId, milestone, destination)
  const found = await deps.conversions.findAll(reports.map(({ milestone }) => idOf(milestone)))
  const known = new Set(found.map(({ conversionId }) => conversionId))
  for (const report of reports) if (!known.has(idOf(report.milestone))) await keepRow(deps, newRow(report, deps.now()))
  for (const milestone of takenBackAt(destination, one, isReversal)) await takeBack(deps, idOf(milestone), destination)
}

/** Plans a conversion for every milestone that a lead has reached and a destination is told of. Events may come in any order and again. */
export const plan =
  (deps: PlannerDeps): EventWork =>
  async ({ detail }) => {
    const { type, campaignId, leadId, applicationId, data } = Told.parse(detail)
    note({ campaignId, leadId })
    const { destinations = [] } = (await deps.findCampaign(campaignId))?.settings ?? {}
    const wanted = destinations.filter(({ testLeads }) => data.mode === 'live' || testLeads)
    const lead = wanted.length > 0 ? await deps.leads.find(leadId) : undefined
    if (!lead || lead.verdict.status === 'rejected') return
    const application = applicationId === undefined ? undefined : await deps.applications.find(applicationId)
    for (const destination of wanted)
      await planFor(deps, destination, { lead, application }, type === 'application.reversed')
  }
