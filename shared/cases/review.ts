import { Problem } from '../contract/problem.ts'
import { afterFailure } from '../domain/application.ts'
import { eventIdOf } from '../security/blindIndex.ts'
import type { Case, CaseDeps } from './case.ts'
import { changeCase, nextOf } from './changeCase.ts'
import { journalNote } from './journalNote.ts'
import { verified } from './verified.ts'

/** What an operator found, why, and by which key. */
export type Review = { verdict: 'passed' | 'failed'; reason: string; keyId: string }

/** An operator says whether somebody is who they say; the reason and the key stay in the journal. */
export const review = (deps: CaseDeps, one: Case, { verdict, reason, keyId }: Review): Promise<Case> => {
  const at = deps.now().toISOString()
  return changeCase(deps, one, (current) => {
    const { application, lead } = current
    const { applicationId, version, identity } = application
    if (identity.passed)
      throw new Problem('identity_verified', 'Read the application to see when and how it was verified.')
    const entry = journalNote(lead, {
      eventId: eventIdOf('identity.reviewed', applicationId, String(version)),
      type: 'identity.reviewed',
      at,
      details: { applicationId, keyId, verdict, reason },
    })
    if (verdict === 'failed')
      return { application: nextOf(application, { identity: afterFailure(identity, at) }, at), beside: { entry } }
    const made = verified(current, { at, by: 'review', reference: `${keyId} ${version}`, reason })
    return { ...made, beside: { ...made.beside, entry } }
  })
}
