import * as z from 'zod'
import { keyRingKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

const SealedKeyRing = z.object({ wrappedKey: z.string(), sealed: z.string() })

/** The sealed key ring of this installation. */
export const keyRingStore = (table: Table) => ({
  /** Fails when the installation has no key ring yet. */
  async load(): Promise<z.infer<typeof SealedKeyRing>> {
    const item = await table.get(keyRingKey, { consistent: true })
    if (!item) throw new Error('this installation has no key ring yet')
    return SealedKeyRing.parse(item)
  },

  /** Keeps the first key ring; false when there is one already. */
  async create(ring: z.infer<typeof SealedKeyRing>): Promise<boolean> {
    return (await table.write({ put: { ...keyRingKey, ...ring }, condition: NOT_EXISTS })) === undefined
  },
})

export type KeyRingStore = ReturnType<typeof keyRingStore>
