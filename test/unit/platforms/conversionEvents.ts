import type { ConversionEvent } from '../../../shared/domain/conversion.ts'
import type { Attempt, Batch } from '../../../shared/platforms/conversions/adapter.ts'

export const AT = '2023-11-14T22:13:20.000Z'

export const ATTEMPT: Attempt = { now: new Date(AT), nonce: 'nonce0123456789abcdef' }

/** A conversion that nothing is known of but when, and what else is given. */
export const conversion = (more: Partial<ConversionEvent>): ConversionEvent => ({
  id: 'cv_abcdefghijklmnopqrst',
  milestone: 'captured',
  action: 'REGISTER',
  at: AT,
  ...more,
})

/** The click of a landing page that was given such ids, or of a monitor that was given a callback. */
export const click = (ids: NonNullable<ConversionEvent['click']>['ids'], callback?: string) => ({
  click: { at: AT, ids, ...(callback !== undefined && { callback }) },
})

/** So many events with different ids. */
export const several = (count: number, more: Partial<ConversionEvent>): Batch => {
  const made = Array.from({ length: count }, (_, index) =>
    conversion({ ...more, id: `cv_${String.fromCharCode(97 + (index % 26)).repeat(20)}` }),
  )
  const [first, ...others] = made
  if (!first) throw new RangeError('at least one event')
  return [first, ...others]
}

export const answered = (body: unknown, status = 200) => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
