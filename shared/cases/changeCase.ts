import { isDeepStrictEqual } from 'node:util'
import { Problem } from '../contract/problem.ts'
import type { Application } from '../domain/application.ts'
import type { Change, Lead } from '../domain/lead.ts'
import type { LaterMilestone } from '../domain/milestone.ts'
import { note } from '../runtime/log.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { ApplicationObstacle, Beside } from '../store/applicationStore.ts'
import { type Case, type CaseDeps, caseOf } from './case.ts'

/** How often a change is made anew before others had enough chances. */
export const ROUNDS = 5

/** That others change an application, or its lead, all the time. */
export const tooBusy = () =>
  new Problem('store_unavailable', 'The application is being changed by others: send the same request again.')

/** What a change makes of a case; undefined when there is nothing to change. */
export type Made = { application: Application; beside?: Beside } | undefined

/** The next version of an application. */
export const nextOf = (application: Application, changes: Partial<Application>, at: string): Application => ({
  ...application,
  ...changes,
  version: application.version + 1,
  updatedAt: at,
})

/** The milestone if the lead did not reach it before: another application of the same lead may have. */
export const reachedFirst = ({ milestones }: Lead, milestone: LaterMilestone): LaterMilestone[] =>
  milestones[milestone] === undefined ? [milestone] : []

/** The change that an application makes of its lead; equal causes make equal events. */
export const leadChange = (
  { application: { applicationId, leadId } }: Pick<Case, 'application'>,
  change: Omit<Change, 'id' | 'applicationId'> & { cause: string },
): Beside['step'] => {
  const { cause, ...event } = change
  return { leadId, event: { id: eventIdOf(event.type, applicationId, cause), applicationId, ...event } }
}

/** A write whose answer was lost is sent again and then meets itself; a transaction never does. */
const isOwn = ({ application }: ApplicationObstacle, made: NonNullable<Made>): boolean =>
  made.beside?.step === undefined &&
  isDeepStrictEqual(application, JSON.parse(JSON.stringify(made.application)) as Application)

/** Changes an application, anew as it is whenever others changed it or its lead meanwhile. */
export const changeCase = async (
  deps: CaseDeps,
  one: Case,
  make: (one: Case) => Promise<Made> | Made,
): Promise<Case> => {
  let current = one
  for (let round = 0; round < ROUNDS; round++) {
    const made = await make(current)
    if (!made) return current
    const obstacle = await deps.applications.replace(made.application, made.beside)
    if (!obstacle || isOwn(obstacle, made)) {
      note({ leadId: current.lead.leadId, campaignId: current.lead.campaignId })
      return { ...current, application: made.application }
    }
    current = await caseOf(deps, one.application.applicationId)
  }
  throw tooBusy()
}
