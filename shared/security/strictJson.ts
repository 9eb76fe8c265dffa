const MAX_DEPTH = 32
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** Strings and structure of a text that is known to be JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/g

/** Why some JSON is not taken although it parses: a key twice in one object, a key that could reach a prototype, or too deep nesting. */
const complaintAbout = (json: string): string | undefined => {
  const open: (Set<string> | undefined)[] = []
  let keyNext = false
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.length >= MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} levels`
      open.push(token === '{' ? new Set() : undefined)
      keyNext = token === '{'
    } else if (token === '}' || token === ']') {
      open.pop()
      keyNext = false
    } else if (token === ',') keyNext = open.at(-1) !== undefined
    else if (keyNext) {
      const keys = open.at(-1)
      const key = JSON.parse(token) as string
      if (FORBIDDEN.has(key)) return 'has a key that is not allowed in any object'
      if (keys?.has(key)) return 'has a key twice in the same object'
      keys?.add(key)
      keyNext = false
    }
  }
  return undefined
}

export const isForbiddenKey = (key: string): boolean => FORBIDDEN.has(key)

/** Parses JSON that has one meaning only: no repeated keys, none that reach a prototype, at most 32 levels. A string says what is wrong. */
export const parseStrictJson = (json: string): { value: unknown } | { complaint: string } => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return { complaint: 'is not valid JSON' }
  }
  const complaint = complaintAbout(json)
  return complaint ? { complaint } : { value }
}
