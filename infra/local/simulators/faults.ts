/** How a provider can be broken. */
export const FAULT_KINDS = [
  'timeout',
  '5xx',
  '429',
  'malformed',
  'slow',
  'drop_after_accept',
  'refuse_signature',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export type Fault = { provider: string; kind: FaultKind; times: number }

/** Faults that wait for requests: each is used up by so many of its provider's, the oldest first. */
export const faultList = () => {
  let waiting: Fault[] = []
  return {
    add: (fault: Fault): void => {
      waiting.push({ ...fault })
    },

    /** The fault of the provider's next request. */
    take: (provider: string): FaultKind | undefined => {
      const fault = waiting.find((each) => each.provider === provider)
      if (!fault) return undefined
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
