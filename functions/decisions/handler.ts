import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { eventHandler } from '../../shared/runtime/event.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { handleDecisionEvent } from './decisionEvents.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string(), DECISION_SOURCES: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = eventHandler(
  'decisions',
  handleDecisionEvent({
    applications: applicationStore(table),
    leads: leadStore(table),
    journal: journalStore(table),
    sources: new Set(config.DECISION_SOURCES.split(',').filter(Boolean)),
    putAside: quarantineStore(table).add,
    now: () => new Date(),
  }),
)
