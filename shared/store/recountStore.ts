import * as z from 'zod'
import { recountKey } from './keys.ts'
import type { Table } from './table.ts'

const Recounted = z.object({ at: z.iso.datetime(), entries: z.int(), drift: z.int(), differences: z.array(z.string()) })
export type Recounted = z.infer<typeof Recounted>

/** What the last recount found. */
export const recountStore = (table: Table) => ({
  async keep(found: Recounted): Promise<void> {
    await table.write({ put: { ...recountKey, ...found } })
  },

  async last(): Promise<Recounted | undefined> {
    const item = await table.get(recountKey)
    return item && Recounted.parse(item)
  },
})

export type RecountStore = ReturnType<typeof recountStore>
