import { Problem } from '../contract/problem.ts'
import { ProviderFailure } from '../providers/providerFailure.ts'
import { log } from './log.ts'

/** Soon when it may pass by itself; a refusal waits for somebody who reads the log. */
const RETRY_SECONDS = { passing: 5, refusal: 60 }

/** What the caller is told when a provider failed; `seconds` to wait when they are known. */
export const providerProblem = ({ provider, kind, code, retryable }: ProviderFailure, seconds?: number): Problem => {
  log.warn('a provider failed', { cause: provider, reason: kind, code })
  const wait = seconds ?? (retryable ? RETRY_SECONDS.passing : RETRY_SECONDS.refusal)
  return new Problem('provider_unavailable', `Nothing was changed: send it again in ${wait} seconds.`, {
    headers: { 'retry-after': String(wait) },
  })
}

/** What a provider's call answers; `explain` turns its failures into problems. Other errors pass as they are. */
export const asking = async <Answer>(
  call: () => Promise<Answer>,
  explain: (failure: ProviderFailure) => Promise<Problem> | Problem,
): Promise<Answer> => {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error
    throw await explain(error)
  }
}
