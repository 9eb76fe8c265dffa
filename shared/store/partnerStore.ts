import * as z from 'zod'
import { partnerKey } from './keys.ts'
import type { Table } from './table.ts'

/** What a partner signs its reports with: while one secret takes the place of another, both; sealed. */
export const SealedSecrets = z.object({ wrappedKey: z.string(), sealed: z.string() })
export type SealedSecrets = z.infer<typeof SealedSecrets>

/** Partners, by their ids. */
export const partnerStore = (table: Table) => ({
  async find(partnerId: string): Promise<SealedSecrets | undefined> {
    const item = await table.get(partnerKey(partnerId))
    return item && SealedSecrets.parse(item)
  },

  async put(partnerId: string, secrets: SealedSecrets): Promise<void> {
    await table.write({ put: { ...partnerKey(partnerId), ...secrets } })
  },
})

export type PartnerStore = ReturnType<typeof partnerStore>
