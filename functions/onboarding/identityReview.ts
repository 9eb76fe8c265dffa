import type * as z from 'zod'
import { caseOf } from '../../shared/cases/case.ts'
import { review } from '../../shared/cases/review.ts'
import type { reviewIdentity } from '../../shared/contract/applications.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf } from '../../shared/runtime/principal.ts'
import { viewOf } from './applicationView.ts'
import type { OnboardingDeps } from './deps.ts'

type Body = z.output<NonNullable<(typeof reviewIdentity)['body']>['schema']>
type Request = Input<{ applicationId: string }, undefined, Body>

export const handleReviewIdentity =
  (deps: OnboardingDeps) =>
  async ({ params, body, principal }: Request): Promise<Answer<(typeof reviewIdentity)['success']>> => {
    const one = await caseOf(deps, params.applicationId)
    const reviewed = await review(deps, one, { ...body, keyId: operatorIdOf(principal) })
    return { status: 200, body: await viewOf(reviewed, { ring: await deps.ring(), now: deps.now(), principal }) }
  }
