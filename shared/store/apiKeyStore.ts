import * as z from 'zod'
import { Scope } from '../contract/scope.ts'
import { apiKeyKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

export const StoredKey = z.object({
  keyId: z.string(),
  hash: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  expiresAt: z.iso.datetime().optional(),
  partnerId: z.string().optional(),
  createdAt: z.iso.datetime(),
  fingerprint: z.string().optional(),
})
export type StoredKey = z.infer<typeof StoredKey>

/** API keys, as hashes. */
export const apiKeyStore = (table: Table) => ({
  async find(keyId: string): Promise<StoredKey | undefined> {
    const item = await table.get(apiKeyKey(keyId), { consistent: true })
    return item && StoredKey.parse(item)
  },

  /** Keeps a key; the one that has its id already, if any, is returned and stays as it is. */
  async create(key: StoredKey): Promise<StoredKey | undefined> {
    const obstacle = await table.write({ put: { ...apiKeyKey(key.keyId), ...key }, condition: NOT_EXISTS })
    return obstacle && StoredKey.parse(obstacle.item)
  },

  /** False when no key has the id. */
  remove: (keyId: string): Promise<boolean> => table.remove(apiKeyKey(keyId)),
})

export type ApiKeyStore = ReturnType<typeof apiKeyStore>
