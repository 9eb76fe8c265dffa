import * as z from 'zod'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { behindBalancer } from '../../shared/runtime/behindBalancer.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { createClicksApp } from './app.ts'

const config = readConfig(
  z.object({ TABLE_NAME: z.string(), KEY_ID: z.string(), CAMPAIGN_CACHE_MS: z.coerce.number().min(0) }),
)

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

const app = createClicksApp({
  findCampaign: remember(campaignStore(table).find, config.CAMPAIGN_CACHE_MS),
  clicks: clickStore(table),
  ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: config.KEY_ID })),
  now: () => new Date(),
})

/** Behind the API, and where a stage has one behind a load balancer too. */
export const handler = behindBalancer(lambdaHandler('clicks', app))
