import type { Context } from 'hono'
import type { Case } from '../../shared/cases/case.ts'
import { journalNote } from '../../shared/cases/journalNote.ts'
import type { getApplication } from '../../shared/contract/applications.ts'
import { type HttpEnv, requestIdOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf, requireScope } from '../../shared/runtime/principal.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { viewOf } from './applicationView.ts'
import type { OnboardingDeps } from './deps.ts'
import { refreshIdentity } from './identity.ts'
import { ownCase } from './ownCase.ts'

type Request = Input<{ applicationId: string }, { view: 'masked' | 'full' }, undefined>

/** Remembers who looked at an application in the clear, before it is shown. */
const rememberLook = async (deps: OnboardingDeps, { application, lead }: Case, keyId: string, requestId: string) => {
  const { applicationId } = application
  const entry = journalNote(lead, {
    eventId: eventIdOf('application.viewed', applicationId, requestId),
    type: 'application.viewed',
    at: deps.now().toISOString(),
    details: { applicationId, keyId },
  })
  await deps.journal.append(leadKey(lead.leadId).pk, entry)
}

export const handleGetApplication =
  (deps: OnboardingDeps) =>
  async (
    { params, query, principal }: Request,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getApplication)['success']>> => {
    const full = query.view === 'full'
    if (full) requireScope(principal, 'applications:read:pii')
    const found = await ownCase(deps, params.applicationId, principal)
    if (full) await rememberLook(deps, found, operatorIdOf(principal), requestIdOf(c))
    const one = await refreshIdentity(deps, found)
    note({ leadId: one.lead.leadId, campaignId: one.lead.campaignId, outcome: query.view })
    const shown = { ring: await deps.ring(), now: deps.now(), principal, full }
    return { status: 200, body: await viewOf(one, shown), headers: { etag: `"${one.application.version}"` } }
  }
