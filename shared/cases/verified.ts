import type { Identity } from '../domain/application.ts'
import type { Case } from './case.ts'
import { leadChange, type Made, nextOf, reachedFirst } from './changeCase.ts'

type Passed = NonNullable<Identity['passed']>

/** An identity that is known now: the lead is verified with it, with its first application and not again. */
export const verified = (one: Case, passed: Passed): NonNullable<Made> => {
  const { application, lead } = one
  const identity: Identity = { failures: application.identity.failures, passed }
  const reached = reachedFirst(lead, 'verified')
  const change = nextOf(application, { identity }, passed.at)
  if (reached.length === 0) return { application: change }
  const step = leadChange(one, { type: 'lead.verified', cause: passed.reference, at: passed.at, reached })
  return { application: change, beside: { step } }
}
