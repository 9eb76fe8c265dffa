import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { SCOPES } from '../shared/contract/scope.ts'
import { isKey, keyIdOf, newApiKey } from '../shared/security/apiKey.ts'
import { createKeyRing, type KeyService } from '../shared/security/keyRing.ts'
import { type ApiKeyStore, apiKeyStore } from '../shared/store/apiKeyStore.ts'
import { keyRingStore } from '../shared/store/keyRingStore.ts'
import type { Table } from '../shared/store/table.ts'

/** What was there before and what was made. */
export type Installed = { keyRing: 'made' | 'there'; operatorKey: 'made' | 'there' }

/** Whether a file holds a key of this installation; `absent` when there is no file. */
const stateOf = async (keys: ApiKeyStore, file: string): Promise<'absent' | 'good' | 'foreign'> => {
  if (!existsSync(file)) return 'absent'
  const key = readFileSync(file, 'utf8').trim()
  const stored = await keys.find(keyIdOf(key) ?? '-')
  return stored !== undefined && isKey(key, stored.hash) ? 'good' : 'foreign'
}

/** Writes the key before its hash is stored: a key that nobody can read would open everything to nobody. */
const makeOperatorKey = async (keys: ApiKeyStore, file: string): Promise<void> => {
  const { keyId, key, hash } = newApiKey()
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await keys.create({ keyId, hash, name: 'operator', scopes: [...SCOPES], createdAt: new Date().toISOString() })
  } catch (error) {
    rmSync(file)
    throw error
  }
}

/**
 * Makes what an installation needs before its first request, where it is not there yet: the key ring, and an API key
 * with every scope in a file. `ifForeign` decides about a file that holds a key of another installation.
 */
export const install = async (
  { table, keyService }: { table: Table; keyService: KeyService },
  operatorKeyFile: string,
  ifForeign: (file: string) => void,
): Promise<Installed> => {
  const keys = apiKeyStore(table)
  const state = await stateOf(keys, operatorKeyFile)
  if (state === 'foreign') ifForeign(operatorKeyFile)
  const isNewRing = await keyRingStore(table).create(await createKeyRing(keyService))
  if (state !== 'good') await makeOperatorKey(keys, operatorKeyFile)
  return { keyRing: isNewRing ? 'made' : 'there', operatorKey: state === 'good' ? 'there' : 'made' }
}
