type Source = { source?: string }

/** Some JSON, where whole numbers that a number cannot hold come as their digits: ids of platforms are int64. Undefined when it is none. */
export const parseJson = (text: string): unknown => {
  const exact = (_key: string, value: unknown, { source = '' }: Source = {}): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(source) ? source : value
  try {
    return JSON.parse(text, exact)
  } catch {
    return undefined
  }
}
