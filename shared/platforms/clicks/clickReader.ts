import type { Click } from '../../domain/click.ts'
import type { JsonAnswer } from '../jsonAnswer.ts'

/** How a platform's click monitor is read and answered. */
export type ClickReader = {
  /** The query of the monitor link: our parameter names, and the macros that the platform puts values in place of. */
  macros: Readonly<Record<string, string>>
  /** Never fails: what is missing, not replaced or too long is absent. */
  readClick(query: URLSearchParams): Click
  /** What the platform wants to hear, whatever the click held. */
  answer: JsonAnswer
}

const MACRO = /^(?:__[A-Z0-9_]+__|\{\{[^{}]*\}\})$/
const ID = /^[\x21-\x7e]{1,128}$/
const TOKEN = /^[\x21-\x7e]{1,2048}$/
const DIGITS = { s: /^\d{10}$/, ms: /^\d{13}$/ } as const

/** A parameter; undefined when it is missing, empty or a macro that was not replaced. */
export const valueIn = (query: URLSearchParams, name: string): string | undefined => {
  const value = query.get(name)?.trim()
  return value && !MACRO.test(value) ? value : undefined
}

const matching = (pattern: RegExp) => (query: URLSearchParams, name: string) => {
  const value = valueIn(query, name)
  return value !== undefined && pattern.test(value) ? value : undefined
}

/** An id as it was sent: many are too large for a number. Longer than 128 characters it is none. */
export const idIn = matching(ID)

/** A callback's token as it was sent. */
export const tokenIn = matching(TOKEN)

/** A moment given in Unix seconds or milliseconds. */
export const instantIn = (query: URLSearchParams, name: string, unit: 's' | 'ms'): string | undefined => {
  const value = valueIn(query, name)
  if (value === undefined || !DIGITS[unit].test(value)) return undefined
  return new Date(Number(value) * (unit === 's' ? 1000 : 1)).toISOString()
}

/** A click without its absent fields. */
export const clickOf = (click: Click): Click =>
  Object.fromEntries(Object.entries(click).filter(([, value]) => value !== undefined)) as Click
