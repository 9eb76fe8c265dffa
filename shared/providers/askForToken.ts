import type { OutAnswer, OutRequest } from '../outbound/callOut.ts'
import type { PlatformAnswer } from '../platforms/conversions/adapter.ts'
import type { TokenAnswer } from '../platforms/tokenAnswer.ts'
import type { GivenToken } from './accessToken.ts'
import { ProviderFailure } from './providerFailure.ts'

/** How a provider is asked for a token, and its answer read. */
type Asking = { provider: string; request: OutRequest; read: (answer: PlatformAnswer) => TokenAnswer }

/** Asks for a token once. Fails with a ProviderFailure: `unreachable` when the same may be answered another time, else `refused`. */
export const askForToken = async (
  call: (request: OutRequest) => Promise<OutAnswer>,
  { provider, request, read }: Asking,
): Promise<GivenToken> => {
  const answer = await call(request)
  if ('failed' in answer) throw new ProviderFailure({ provider, kind: 'unreachable', code: answer.failed })
  const told = read(answer)
  if ('token' in told) return told
  throw new ProviderFailure({ provider, kind: told.passing ? 'unreachable' : 'refused', code: told.failed })
}
