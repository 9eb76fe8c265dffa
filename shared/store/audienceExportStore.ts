import * as z from 'zod'
import { LEFT_OUT, type LeftOut } from '../domain/audience.ts'
import { Day } from '../domain/day.ts'
import { LeadId } from '../domain/lead.ts'
import { idempotencyKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

const Uploaded = z.object({ count: z.int(), audienceId: z.string(), fileId: z.string() })
/** What an upload made, and of how many ids. */
export type Uploaded = z.infer<typeof Uploaded>

const LeftOutCounts = z.object(
  Object.fromEntries(LEFT_OUT.map((reason) => [reason, z.int()])) as Record<LeftOut, z.ZodInt>,
)

const KeptExport = z.object({
  fingerprint: z.string(),
  at: z.iso.datetime(),
  from: Day,
  to: Day,
  /** Who was in it: what they are known by is made anew each time, from who they are then. */
  leadIds: z.array(LeadId),
  leftOut: LeftOutCounts,
  next: z.string().optional(),
  uploaded: Uploaded.optional(),
})
/** What an idempotency key was used with: who was in the pack and who was not, and what became of the upload. */
export type KeptExport = z.infer<typeof KeptExport>

/** What idempotency keys of audience exports were used with. */
export const audienceExportStore = (table: Table) => ({
  async find(index: string): Promise<KeptExport | undefined> {
    const item = await table.get(idempotencyKey(index), { consistent: true })
    return item && KeptExport.parse(item)
  },

  /** Remembers what a key is used with; what it was used with before, if it was. */
  async claim(index: string, kept: KeptExport): Promise<KeptExport | undefined> {
    const stood = await table.write({ put: { ...idempotencyKey(index), ...kept }, condition: NOT_EXISTS })
    return stood && KeptExport.parse(stood.item)
  },

  /** Remembers what an upload made; the first one stays and is returned. */
  async settle(index: string, uploaded: Uploaded): Promise<Uploaded> {
    const stood = await table.write({
      update: idempotencyKey(index),
      change: { expression: 'SET uploaded = :uploaded', values: { ':uploaded': uploaded } },
      condition: { expression: 'attribute_not_exists(uploaded)' },
    })
    return (stood && KeptExport.parse(stood.item).uploaded) ?? uploaded
  },
})

export type AudienceExportStore = ReturnType<typeof audienceExportStore>
