import * as z from 'zod'
import { Scope } from '../contract/scope.ts'
import { apiKeyKey, keyDirectory, keyDirectoryKey } from './keys.ts'
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
    const obstacles = await table.writeAll([
      { put: { ...apiKeyKey(key.keyId), ...key }, condition: NOT_EXISTS },
      { put: keyDirectoryKey(key.keyId) },
    ])
    return obstacles && StoredKey.parse(obstacles[0]?.item)
  },

  /** False when no key has the id. */
  async remove(keyId: string): Promise<boolean> {
    const wasThere = await table.remove(apiKeyKey(keyId))
    await table.remove(keyDirectoryKey(keyId))
    return wasThere
  },

  /** Every key, the newest first. */
  async list(): Promise<StoredKey[]> {
    const ids: string[] = []
    for await (const items of table.query(keyDirectory)) ids.push(...items.map(({ sk }) => String(sk)))
    const found: StoredKey[] = []
    for (let from = 0; from < ids.length; from += 100)
      found.push(
        ...(await table.getAll(ids.slice(from, from + 100).map(apiKeyKey))).map((item) => StoredKey.parse(item)),
      )
    return found.sort((a, b) => (a.createdAt > b.createdAt ? -1 : 1))
  },
})

export type ApiKeyStore = ReturnType<typeof apiKeyStore>
