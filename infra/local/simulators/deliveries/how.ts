import * as z from 'zod'
import { MODES } from './callbackRequest.ts'
import { FORMATS } from './message.ts'

/** How often an event is delivered, each time as a delivery of its own; a held one waits until the held ones are released. */
export const Repeats = z.object({
  times: z.coerce.number().int().min(1).max(20).default(1),
  held: z.boolean().default(false),
})
export type Repeats = z.infer<typeof Repeats>

/** The shapes that an operator chooses in WeChat's console; JSON is for mini programs. */
export const Shapes = Repeats.extend({
  mode: z.enum(MODES).default('safe'),
  format: z.enum(FORMATS).default('xml'),
})
export type Shapes = z.infer<typeof Shapes>

/** In which order held events are sent; the same seed shuffles the same way. */
export const Release = z.object({
  order: z.enum(['as_happened', 'latest_first', 'shuffled']).default('as_happened'),
  seed: z.coerce.number().int().default(1),
})
export type Release = z.infer<typeof Release>
