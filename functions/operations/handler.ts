import * as z from 'zod'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { activityStore } from '../../shared/store/activityStore.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
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
    OUTBOUND_HOSTS: z.string().transform((list) => list.split(',').filter((host) => host !== '')),
  }),
)

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
const keys = apiKeyStore(table)

export const handler = lambdaHandler(
  'operations',
  createOperationsApp({
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
    now: () => new Date(),
  }),
)
