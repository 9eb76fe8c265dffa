import type * as z from 'zod'
import { caseOf } from '../../shared/cases/case.ts'
import type { handOffApplication, takeHandOff } from '../../shared/contract/applications.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import { signHandOff, verifyHandOff } from '../../shared/security/handOff.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import type { OnboardingDeps } from './deps.ts'
import { ownCase } from './ownCase.ts'

const LIFETIME_SECONDS = 15 * 60
/** Counted in the window that the token ends in, whenever it is sent. */
const ONCE = { most: 1, seconds: 2 * LIFETIME_SECONDS }

export const handleHandOffApplication =
  (deps: OnboardingDeps) =>
  async ({
    params,
    principal,
  }: Input<{ applicationId: string }, undefined, undefined>): Promise<
    Answer<(typeof handOffApplication)['success']>
  > => {
    const { application } = await ownCase(deps, params.applicationId, principal)
    const expiresAt = new Date(deps.now().getTime() + LIFETIME_SECONDS * 1000)
    const handOffToken = signHandOff(await deps.ring(), application.applicationId, expiresAt)
    return { status: 201, body: { handOffToken, expiresAt: expiresAt.toISOString() } }
  }

type Body = z.output<NonNullable<(typeof takeHandOff)['body']>['schema']>

const invalid = () => new Problem('hand_off_invalid', 'Make a new one on the device where you began.')

/** A token for another device, once. */
export const handleTakeHandOff =
  (deps: OnboardingDeps) =>
  async ({ body }: Input<undefined, undefined, Body>): Promise<Answer<(typeof takeHandOff)['success']>> => {
    const ring = await deps.ring()
    const now = deps.now()
    const handOff = verifyHandOff(ring, body.handOffToken, now)
    if (!handOff) throw invalid()
    const index = blindIndex(ring, 'hand-off', body.handOffToken).toString('base64url')
    if ((await deps.limits.take(index, ONCE, handOff.expiresAt)) !== undefined) throw invalid()
    const { application, lead } = await caseOf(deps, handOff.applicationId)
    const leadToken = signLeadToken(ring, lead.leadId, now.toISOString(), { phoneVerified: true })
    return {
      status: 201,
      body: { applicationId: handOff.applicationId, campaignId: application.campaignId, leadToken },
    }
  }
