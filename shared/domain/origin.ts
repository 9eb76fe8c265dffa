const WILDCARD = /^(https?):\/\/\*\.([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::(\d+))?$/

/** Whether a text is an exact origin (`https://bank.example`) or one with a leading wildcard label (`https://*.bank.example`). */
export const isOriginPattern = (pattern: string): boolean => {
  if (WILDCARD.test(pattern)) return pattern.split('.').length > 2
  return /^https?:[^*]+$/.test(pattern) && URL.canParse(pattern) && new URL(pattern).origin === pattern
}

const matches = (pattern: string, origin: URL): boolean => {
  const wildcard = WILDCARD.exec(pattern)
  if (!wildcard) return pattern === origin.origin
  const [, scheme, parent, port = ''] = wildcard
  return origin.protocol === `${scheme}:` && origin.port === port && origin.hostname.endsWith(`.${parent}`)
}

/** Whether a browser origin is allowed: exact, or one label deep or more under a wildcard; the wildcard's apex is not. */
export const isOriginAllowed = (patterns: readonly string[], origin: string): boolean =>
  URL.canParse(origin) && patterns.some((pattern) => matches(pattern, new URL(origin)))
