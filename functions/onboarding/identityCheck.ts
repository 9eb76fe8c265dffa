import type { Context } from 'hono'
import type * as z from 'zod'
import { applicantOf, type Case } from '../../shared/cases/case.ts'
import { changeCase, nextOf } from '../../shared/cases/changeCase.ts'
import type { startIdentityCheck } from '../../shared/contract/applications.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Applicant, Application } from '../../shared/domain/application.ts'
import { isOriginAllowed } from '../../shared/domain/origin.ts'
import { type HttpEnv, originOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { asking, providerProblem } from '../../shared/runtime/providerProblem.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { OnboardingDeps } from './deps.ts'
import { refreshIdentity } from './identity.ts'
import { ownCase } from './ownCase.ts'

type Body = z.output<NonNullable<(typeof startIdentityCheck)['body']>['schema']>
type Request = Input<{ applicationId: string }, undefined, Body>

const connectionOf = ({ campaign: { campaignId, settings } }: Case): string => {
  const connection = settings.application?.faceCheck?.connection
  if (connection !== undefined) return connection
  throw new Problem(
    'identity_check_not_offered',
    `Name a connection of kind face_check in application.faceCheck.connection of the campaign ${campaignId}.`,
  )
}

const connectionMissing = (connection: string): Problem =>
  new Problem('identity_check_not_offered', `Set the connection with PUT /v1/connections/face_check/${connection}.`)

const checkOpen = ({ submittedAt, identity: { passed, coolUntil = '' } }: Application, now: Date): void => {
  if (submittedAt !== undefined) throw new Problem('application_submitted', 'Nothing more is needed.')
  if (passed) throw new Problem('identity_verified', 'Go on with the submission.')
  const seconds = Math.ceil((Date.parse(coolUntil) - now.getTime()) / 1000)
  if (seconds > 0)
    throw new Problem('too_many_tries', 'Too many checks failed: try again later, or ask for a review at the bank.', {
      headers: { 'retry-after': String(seconds) },
    })
}

const whole = ({ name, idNumber }: Applicant): { name: string; idNumber: string } => {
  if (name !== undefined && idNumber !== undefined) return { name, idNumber }
  const missing = [...(name === undefined ? ['name'] : []), ...(idNumber === undefined ? ['idNumber'] : [])]
  throw validationProblem(
    missing.map((field) => ({ pointer: `/applicant/${field}`, code: 'required', message: 'is needed for the check' })),
  )
}

/** Whoever is led back must come to a page that may use the lead token. */
const checkRedirect = (url: string | undefined, { campaign }: Case, c: Context<HttpEnv>): void => {
  if (url === undefined) return
  const { origin } = new URL(url)
  if (origin === originOf(c) || isOriginAllowed(campaign.settings.allowedOrigins, origin)) return
  throw validationProblem([
    { pointer: '/redirectUrl', code: 'host_not_allowed', message: 'must be of an origin that the campaign allows' },
  ])
}

export const handleStartIdentityCheck =
  (deps: OnboardingDeps) =>
  async (
    { params, body, principal }: Request,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof startIdentityCheck)['success']>> => {
    // A check that failed counts, also when nobody asked about it before the next one.
    const one = await refreshIdentity(deps, await ownCase(deps, params.applicationId, principal))
    const connection = connectionOf(one)
    checkOpen(one.application, deps.now())
    checkRedirect(body.redirectUrl, one, c)
    const person = whole(await applicantOf(await deps.ring(), one))
    const { url, token, expiresAt } = await asking(
      async () =>
        (await deps.faceChecker(connection)).start({
          ...person,
          ...(body.redirectUrl !== undefined && { redirectUrl: body.redirectUrl }),
          extra: params.applicationId,
        }),
      (failure) => (failure.code === 'no_connection' ? connectionMissing(connection) : providerProblem(failure)),
    )
    const now = deps.now()
    await changeCase(deps, one, ({ application }) => {
      checkOpen(application, now)
      const identity = { ...application.identity, pending: { token, expiresAt } }
      return { application: nextOf(application, { identity }, now.toISOString()) }
    })
    note({ outcome: 'check_started' })
    return { status: 201, body: { url, expiresAt } }
  }
