import * as z from 'zod'
import { DECISION_DETAIL_TYPE } from '../../shared/contract/decisionEvent.ts'
import { EVENT_SOURCE } from '../../shared/contract/events.ts'
import { dynamoClient, eventBridgeClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { activityStore } from '../../shared/store/activityStore.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { counterStore } from '../../shared/store/counterStore.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { limitStore } from '../../shared/store/limitStore.ts'
import { quarantineStore } from '../../shared/store/quarantineStore.ts'
import { recountStore } from '../../shared/store/recountStore.ts'
import { rosterStore } from '../../shared/store/rosterStore.ts'
import { sessionStore } from '../../shared/store/sessionStore.ts'
import { spendStore } from '../../shared/store/spendStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { createOperationsApp } from './app.ts'

const config = readConfig(
  z.object({
    TABLE_NAME: z.string(),
    KEY_ID: z.string(),
    BUS_NAME: z.string(),
    OUTBOUND_HOSTS: z.string().transform((list) => list.split(',').filter((host) => host !== '')),
  }),
)

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
const keys = apiKeyStore(table)
const bus = eventBridgeClient()

const sendDecision = async (detail: unknown): Promise<void> => {
  const Detail = JSON.stringify(detail)
  const entry = { EventBusName: config.BUS_NAME, Source: EVENT_SOURCE, DetailType: DECISION_DETAIL_TYPE, Detail }
  const { FailedEntryCount = 0 } = await bus.putEvents({ Entries: [entry] })
  if (FailedEntryCount > 0) throw new Error('the bus refused the decision')
}

export const handler = lambdaHandler(
  'operations',
  createOperationsApp({
    applications: applicationStore(table),
    campaigns: campaignStore(table),
    connections: connectionStore(table),
    counters: counterStore(table),
    journal: journalStore(table),
    keys,
    findKey: keys.find,
    leads: leadStore(table),
    roster: rosterStore(table),
    activity: activityStore(table),
    limits: limitStore(table),
    quarantine: quarantineStore(table),
    recounts: recountStore(table),
    sessions: sessionStore(table),
    spend: spendStore(table),
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: config.KEY_ID })),
    outboundHosts: config.OUTBOUND_HOSTS,
    sendDecision,
    now: () => new Date(),
  }),
)
