import { setTimeout as pause } from 'node:timers/promises'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { entryKey, leadKey } from '../../shared/store/keys.ts'
import { clientOf, readBus } from './observe.ts'
import type { Server } from './server.ts'

const PATIENCE_MS = 60_000

/** Waits until the change of a lead that was sent last is in the journal and on the bus: both work in order, so all before it is done. False when that takes too long. */
export const isDrained = async (server: Server, data: string, leadId: string): Promise<boolean> => {
  const { dynamodb, tableName } = server.hostFile()
  const db = clientOf(dynamodb)
  const eventId = eventIdOf('lead.captured', leadId)
  const Key = marshall(entryKey(leadKey(leadId).pk, eventId))
  const isJournaled = async () => (await db.send(new GetItemCommand({ TableName: tableName, Key }))).Item !== undefined
  const isPublished = () => readBus(data).published.some(({ id }) => id === eventId)
  const deadline = Date.now() + PATIENCE_MS
  try {
    while (!((await isJournaled()) && isPublished())) {
      if (Date.now() > deadline) return false
      await pause(100)
    }
    return true
  } finally {
    db.destroy()
  }
}
