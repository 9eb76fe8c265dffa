import * as z from 'zod'
import { dynamoClient, eventBridgeClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { streamHandler } from '../../shared/runtime/stream.ts'
import { quarantineOf } from '../../shared/runtime/streamRecord.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { relay } from './relay.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string(), BUS_NAME: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = streamHandler(
  'relay',
  relay({
    bridge: eventBridgeClient(),
    bus: config.BUS_NAME,
    quarantine: quarantineOf('relay', quarantineStore(table).add),
  }),
)
