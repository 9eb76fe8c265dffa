import type { FaultKind } from '../../infra/local/simulators/faults.ts'
import { startSimulators } from '../../infra/local/simulators/simulators.ts'
import type { Sms } from '../../infra/local/simulators/tencentCloud/sms.ts'
import type { Received } from '../../infra/local/simulators/world.ts'
import { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { type Reply, send } from './client.ts'
import { atEnd } from './place.ts'

/** How long a test waits for an answer that comes, and for one that does not. */
export const PATIENT_MS = 10_000
const SHORT_MS = 300

/** The simulated outside world of a test file: made to act, broken and looked at over HTTP. */
export const startOutside = async (now?: () => Date) => {
  const reports: unknown[] = []
  const simulators = await startSimulators({
    port: 0,
    host: '127.0.0.1',
    report: (error) => reports.push(error),
    ...(now && { now }),
  })
  atEnd(simulators.close)
  const { url } = simulators
  const get = async <Answer>(path: string): Promise<Answer> => (await send(url, 'GET', path)).json() as Answer
  return {
    url,
    host: simulators.host,
    reports,
    ask: (method: string, path: string, body?: object): Promise<Reply> => send(url, method, path, { body }),
    breakNext: async (provider: string, kind: FaultKind, times = 1): Promise<void> => {
      await send(url, 'POST', '/_sim/faults', { body: { provider, kind, times } })
    },
    requests: async (provider: string) =>
      (await get<{ requests: Received[] }>(`/_sim/requests?provider=${provider}`)).requests,
    inbox: async (phone: string) => (await get<{ messages: Sms[] }>(`/_sim/sms?phone=${phone}`)).messages,
    tap: async (phone: string, more: { countryCode?: string; appId: string }) => {
      const reply = await send(url, 'POST', '/_sim/wechat/phone-codes', { body: { phone, ...more } })
      return (reply.json() as { code: string }).code
    },
  }
}

export type Outside = Awaited<ReturnType<typeof startOutside>>

/** What a call failed with. Fails when it did not, or with anything but a ProviderFailure. */
export const failureOf = async (call: Promise<unknown>): Promise<ProviderFailure> => {
  const error = await call.then(
    () => new Error('the call did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof ProviderFailure) return error
  throw error
}

/** What each fault of a provider looks like to its caller, and how long that one waits. */
export const FAULTS = [
  { fault: 'timeout', timeoutMs: SHORT_MS, failure: { kind: 'timeout', retryable: true } },
  { fault: 'slow', timeoutMs: SHORT_MS, failure: { kind: 'timeout', retryable: true } },
  { fault: '5xx', timeoutMs: PATIENT_MS, failure: { kind: 'unreachable', retryable: true, code: 'http_503' } },
  { fault: '429', timeoutMs: PATIENT_MS, failure: { kind: 'rate_limited', retryable: true, code: 'http_429' } },
  { fault: 'malformed', timeoutMs: PATIENT_MS, failure: { kind: 'malformed', retryable: false, code: 'not_json' } },
  { fault: 'drop_after_accept', timeoutMs: PATIENT_MS, failure: { kind: 'unreachable', retryable: true } },
] as const
