import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { createLedgerApp } from './app.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = lambdaHandler(
  'ledger',
  createLedgerApp({
    campaigns: campaignStore(table),
    conversions: conversionStore(table),
    leads: leadStore(table),
    findKey: apiKeyStore(table).find,
    now: () => new Date(),
  }),
)
