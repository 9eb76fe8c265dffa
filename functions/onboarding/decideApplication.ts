import type { Context } from 'hono'
import { decide } from '../../shared/cases/decide.ts'
import type { decideApplication } from '../../shared/contract/applications.ts'
import type { Decision } from '../../shared/domain/decision.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf } from '../../shared/runtime/principal.ts'
import { standingOf } from './applicationView.ts'
import type { OnboardingDeps } from './deps.ts'

export const handleDecideApplication =
  (deps: OnboardingDeps) =>
  async (
    { params, body, principal }: Input<{ applicationId: string }, undefined, Decision>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof decideApplication)['success']>> => {
    const { application, replayed } = await decide(deps, params.applicationId, body, { by: operatorIdOf(principal) })
    if (replayed) c.header('idempotent-replayed', 'true')
    return { status: 200, body: standingOf(application) }
  }
