import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { SCOPES } from '../../shared/contract/scope.ts'
import { isKey, keyIdOf, newApiKey } from '../../shared/security/apiKey.ts'
import { createKeyRing, type KeyService } from '../../shared/security/keyRing.ts'
import { type ApiKeyStore, apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import type { Table } from '../../shared/store/table.ts'

const isGood = async (keys: ApiKeyStore, file: string): Promise<boolean> => {
  if (!existsSync(file)) return false
  const key = readFileSync(file, 'utf8').trim()
  const stored = await keys.find(keyIdOf(key) ?? '-')
  return stored !== undefined && isKey(key, stored.hash)
}

/** Makes what an installation needs before its first request, where it is not there yet: the key ring, and an API key with every scope in a file. */
export const install = async (table: Table, keyService: KeyService, operatorKeyFile: string): Promise<void> => {
  await keyRingStore(table).create(await createKeyRing(keyService))
  const keys = apiKeyStore(table)
  if (await isGood(keys, operatorKeyFile)) return
  const { keyId, key, hash } = newApiKey()
  await keys.create({ keyId, hash, name: 'operator', scopes: [...SCOPES], createdAt: new Date().toISOString() })
  writeFileSync(operatorKeyFile, `${key}\n`, { mode: 0o600 })
}
