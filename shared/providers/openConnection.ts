import type * as z from 'zod'
import { CONNECTION_KINDS, type ConnectionKind } from '../contract/connections.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { open } from '../security/sealing.ts'
import type { ConnectionStore } from '../store/connectionStore.ts'
import { ProviderFailure } from './providerFailure.ts'

/** What connections to providers are opened with; `timeoutMs` is for one call. */
export type ProviderDeps = {
  connections: ConnectionStore
  ring: () => Promise<KeyRing>
  now: () => Date
  timeoutMs?: number
}

/** The credentials of a connection. Fails with a ProviderFailure `no_connection` when it was never set. */
export const openConnection = async <Kind extends ConnectionKind>(
  { connections, ring }: ProviderDeps,
  kind: Kind,
  connectionId: string,
): Promise<z.output<(typeof CONNECTION_KINDS)[Kind]>> => {
  const stored = await connections.find(kind, connectionId)
  if (!stored) throw new ProviderFailure({ provider: kind, kind: 'refused', code: 'no_connection' })
  const credentials = CONNECTION_KINDS[kind].parse(await open(await ring(), `${kind}/${connectionId}`, stored))
  return credentials as z.output<(typeof CONNECTION_KINDS)[Kind]>
}
