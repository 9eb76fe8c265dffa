import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { eventHandler } from '../../shared/runtime/event.ts'
import { partnerStore } from '../../shared/store/partnerStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { tallyStore } from '../../shared/store/tallyStore.ts'
import { watchPartners } from './watch.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = eventHandler('partnerWatch', () =>
  watchPartners({ partners: partnerStore(table), tallies: tallyStore(table), now: () => new Date() }),
)
