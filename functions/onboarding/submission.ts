import { changeCase, leadChange, nextOf, reachedFirst } from '../../shared/cases/changeCase.ts'
import type { submitApplication } from '../../shared/contract/applications.ts'
import type { FieldError } from '../../shared/contract/problem.ts'
import { type Application, type Missing, missingIn } from '../../shared/domain/application.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { viewOf } from './applicationView.ts'
import type { OnboardingDeps } from './deps.ts'
import { refreshIdentity } from './identity.ts'
import { ownCase } from './ownCase.ts'

type Request = Input<{ applicationId: string }, undefined, undefined>

const errorOf = (missing: Missing): FieldError => {
  if (missing === 'product')
    return { pointer: '/product', code: 'not_an_option', message: 'is no longer offered: choose another' }
  if (missing === 'identityCheck') return { pointer: '/identityCheck', code: 'required', message: 'must be passed' }
  return { pointer: `/applicant/${missing}`, code: 'required', message: 'must be filled in' }
}

const submitted = ({ ttl, ...application }: Application, at: string): Application =>
  nextOf(application, { submittedAt: at }, at)

/** Hands an application in: it and its lead change in one transaction, and the event is on its way with them. */
export const handleSubmitApplication =
  (deps: OnboardingDeps) =>
  async ({ params, principal }: Request): Promise<Answer<(typeof submitApplication)['success']>> => {
    const one = await refreshIdentity(deps, await ownCase(deps, params.applicationId, principal))
    const now = deps.now()
    const at = now.toISOString()
    const done = await changeCase(deps, one, (current) => {
      const { application, lead, product } = current
      if (application.submittedAt !== undefined) return undefined
      const missing = missingIn(application, product)
      if (missing.length > 0) throw validationProblem(missing.map(errorOf))
      const reached = reachedFirst(lead, 'applied')
      const step = leadChange(current, { type: 'application.submitted', cause: '', at, reached })
      return { application: submitted(application, at), beside: { step } }
    })
    note({ outcome: 'submitted' })
    return {
      status: 200,
      body: await viewOf(done, { ring: await deps.ring(), now, principal }),
      headers: { etag: `"${done.application.version}"` },
    }
  }
