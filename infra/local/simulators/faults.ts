/** How any provider can be broken. */
const COMMON_FAULTS = [
  'timeout',
  '5xx',
  '429',
  'malformed',
  'slow',
  'drop_after_accept',
  'refuse_signature',
  'redirect',
  'huge_answer',
] as const

/** How some can be broken beside that, each with its own codes. */
const OWN_FAULTS = ['expired_token', 'partial_failure', 'whole_batch', 'ok_with_failure'] as const
export type OwnFault = (typeof OWN_FAULTS)[number]

export const FAULT_KINDS = [...COMMON_FAULTS, ...OWN_FAULTS] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** Whether a provider that has these faults of its own can be broken so. */
export const isFaultOf = (kind: FaultKind, own: readonly OwnFault[] = []): boolean =>
  (COMMON_FAULTS as readonly FaultKind[]).includes(kind) || (own as readonly FaultKind[]).includes(kind)

export type Fault = { provider: string; kind: FaultKind; times: number }

/** How a request of a provider is broken that no fault waits for. */
export type Weather = (provider: string) => FaultKind | undefined

/** Faults that wait for requests: each is used up by so many of its provider's, the oldest first. */
export const faultList = (weather: Weather = () => undefined) => {
  let waiting: Fault[] = []
  return {
    add: (fault: Fault): void => {
      waiting.push({ ...fault })
    },

    /** The fault of the provider's next request. */
    take: (provider: string): FaultKind | undefined => {
      const fault = waiting.find((each) => each.provider === provider)
      if (!fault) return weather(provider)
      fault.times -= 1
      waiting = waiting.filter(({ times }) => times > 0)
      return fault.kind
    },

    all: (): readonly Fault[] => waiting,

    clear: (): void => {
      waiting = []
    },
  }
}

export type FaultList = ReturnType<typeof faultList>
