import * as z from 'zod'

/** Those that the secondary sources list (reference §5.4). */
const EVENT_TYPES = '1 2 3 5 6 7 8 9 10 11 12 13 14 15 39 40 41 42 44 64 69 79 84 120 121 143'.split(' ')

const NEEDS_AMOUNT = new Set(['3', '12', '13', '14', '15'])
const NEEDS_REASON = new Set(['120', '121'])

/** One conversion: all that `track/activate` is asked with. Money is in yuan, the time in milliseconds. */
export const Activation = z
  .strictObject({
    callback: z.string().min(1).max(2048),
    event_type: z.enum(EVENT_TYPES),
    event_time: z.string().regex(/^\d{13}$/),
    purchase_amount: z
      .string()
      .regex(/^\d{1,9}(?:\.\d{1,2})?$/)
      .optional(),
    is_direct_match: z.enum(['true', 'false']).optional(),
    action_reason: z.string().optional(),
    key_action_category: z.string().optional(),
    key_action_threshold: z.string().optional(),
  })
  .refine(({ event_type, purchase_amount }) => purchase_amount !== undefined || !NEEDS_AMOUNT.has(event_type), {
    path: ['purchase_amount'],
  })
  .refine(({ event_type, action_reason }) => action_reason !== undefined || !NEEDS_REASON.has(event_type), {
    path: ['action_reason'],
  })
