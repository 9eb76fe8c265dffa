import { applicantOf, type Case } from '../../shared/cases/case.ts'
import { changeCase, type Made, nextOf } from '../../shared/cases/changeCase.ts'
import { verified } from '../../shared/cases/verified.ts'
import { type Application, afterFailure } from '../../shared/domain/application.ts'
import type { FaceVerdict } from '../../shared/providers/faceChecker.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { log } from '../../shared/runtime/log.ts'
import type { OnboardingDeps } from './deps.ts'

const failed = ({ application }: Case, at: string): NonNullable<Made> => ({
  application: nextOf(application, { identity: afterFailure(application.identity, at) }, at),
})

const forgotten = ({ application }: Case, at: string): NonNullable<Made> => {
  const { pending, ...identity } = application.identity
  return { application: nextOf(application, { identity }, at) }
}

/** What the provider says; undefined while it does not answer, which changes nothing. */
const verdictOn = async (deps: OnboardingDeps, connection: string, token: string): Promise<FaceVerdict | undefined> => {
  try {
    return await (await deps.faceChecker(connection)).result(token)
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    log.warn('a provider failed', { cause: error.provider, reason: error.kind, code: error.code })
    return undefined
  }
}

const pendingOf = ({ submittedAt, identity }: Application) =>
  submittedAt === undefined && identity.passed === undefined ? identity.pending : undefined

/**
 * The application with what the face check that was begun came to, as the provider tells it. It counts only where the
 * provider checked the very name and number that the application has.
 */
export const refreshIdentity = async (deps: OnboardingDeps, one: Case): Promise<Case> => {
  const pending = pendingOf(one.application)
  const connection = one.campaign.settings.application?.faceCheck?.connection
  if (!pending || connection === undefined) return one
  const verdict = await verdictOn(deps, connection, pending.token)
  if (!verdict) return one
  const now = deps.now().toISOString()
  return changeCase(deps, one, async (current) => {
    if (pendingOf(current.application)?.token !== pending.token) return undefined
    if (verdict.status === 'pending') return pending.expiresAt < now ? forgotten(current, now) : undefined
    const { name, idNumber } = await applicantOf(await deps.ring(), current)
    const isSame = verdict.name === name && verdict.idNumber === idNumber
    if (!verdict.passed || !isSame) return failed(current, now)
    return verified(current, { at: now, by: 'face_check', reference: verdict.reference })
  })
}
