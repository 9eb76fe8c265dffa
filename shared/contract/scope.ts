import * as z from 'zod'

/** What an API key may do. */
export const SCOPES = [
  'applications:read',
  'applications:read:pii',
  'applications:review',
  'audiences:export',
  'campaigns:read',
  'campaigns:write',
  'connections:write',
  'conversions:read',
  'conversions:write',
  'decisions:write',
  'keys:write',
  'leads:read',
  'leads:write',
  'partners:read',
  'partners:write',
  'pii:read',
  'reports:read',
  'spend:write',
] as const

export const Scope = z.enum(SCOPES, { error: () => `must be one of ${SCOPES.join(', ')}` }).meta({ id: 'Scope' })
export type Scope = z.infer<typeof Scope>

/** What somebody of a partner may be let do: all else is about others too. */
const SCOPES_OF_PARTNERS: ReadonlySet<Scope> = new Set(['partners:read', 'partners:write'])

export const isForPartners = (scope: Scope): boolean => SCOPES_OF_PARTNERS.has(scope)
