import * as z from 'zod'
import { DECISION_DETAIL_TYPE } from '../../../shared/contract/decisionEvent.ts'
import { EVENT_SOURCE } from '../../../shared/contract/events.ts'
import { dynamoClient, eventBridgeClient } from '../../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../../shared/runtime/config.ts'
import { lambdaHandler } from '../../../shared/runtime/http.ts'
import { activityStore } from '../../../shared/store/activityStore.ts'
import { applicationStore } from '../../../shared/store/applicationStore.ts'
import { limitStore } from '../../../shared/store/limitStore.ts'
import { quarantineStore } from '../../../shared/store/quarantineStore.ts'
import { recountStore } from '../../../shared/store/recountStore.ts'
import { sessionStore } from '../../../shared/store/sessionStore.ts'
import { openTable } from '../../../shared/store/table.ts'
import { depsOn } from '../installed.ts'
import { createConsoleApp } from './console.ts'

const config = readConfig(
  z.object({
    TABLE_NAME: z.string(),
    KEY_ID: z.string(),
    BUS_NAME: z.string(),
    CLICK_ORIGIN: z.string(),
    MOST_CLICK_WINDOW_DAYS: z.coerce.number().min(1),
  }),
)
const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
const bus = eventBridgeClient()

const sendDecision = async (detail: unknown): Promise<void> => {
  const Detail = JSON.stringify(detail)
  const entry = { EventBusName: config.BUS_NAME, Source: EVENT_SOURCE, DetailType: DECISION_DETAIL_TYPE, Detail }
  const { FailedEntryCount = 0 } = await bus.putEvents({ Entries: [entry] })
  if (FailedEntryCount > 0) throw new Error('the bus refused the decision')
}

export const handler = lambdaHandler(
  'console',
  createConsoleApp({
    ...depsOn(table, config),
    activity: activityStore(table),
    applications: applicationStore(table),
    limits: limitStore(table),
    quarantine: quarantineStore(table),
    recounts: recountStore(table),
    sessions: sessionStore(table),
    sendDecision,
  }),
)
