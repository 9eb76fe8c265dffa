import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { streamHandler } from '../../shared/runtime/stream.ts'
import { quarantineOf } from '../../shared/runtime/streamRecord.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { journal } from './journal.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = streamHandler(
  'journal',
  journal({ journal: journalStore(table), quarantine: quarantineOf('journal', quarantineStore(table).add) }),
)
