/** Why a provider did not do what it was asked. */
export type FailureKind = 'unreachable' | 'timeout' | 'refused' | 'rate_limited' | 'malformed'

type Failure = {
  provider: string
  kind: FailureKind
  /** The provider's own code, never its text: texts may repeat what was sent. */
  code?: string
  retryable?: boolean
}

const TRANSIENT: ReadonlySet<FailureKind> = new Set(['unreachable', 'timeout', 'rate_limited'])

const messageOf = ({ provider, kind, code }: Failure): string => `${provider}: ${kind}${code ? ` (${code})` : ''}`

/** The one error of every provider call. Its message holds the provider, the kind and the code: no personal data, no secret. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly provider: string
  readonly kind: FailureKind
  readonly code: string | undefined
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean

  constructor(failure: Failure) {
    super(messageOf(failure))
    this.provider = failure.provider
    this.kind = failure.kind
    this.code = failure.code
    this.retryable = failure.retryable ?? TRANSIENT.has(failure.kind)
  }
}
