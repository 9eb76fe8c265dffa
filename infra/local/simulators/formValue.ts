import * as z from 'zod'

/** A field that may be left out, or left blank in a form. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
