import * as z from 'zod'

/** Query of every list: how many, and where the last page ended. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .max(1024)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be a cursor from an earlier page')
    .optional(),
})

/** One page of a list; `cursor` is absent on the last one. */
export const Page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), cursor: z.string().optional() })
