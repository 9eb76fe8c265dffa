import * as z from 'zod'
import { conversionQueues, QueueSettings } from '../../shared/conversions/queues.ts'
import { dynamoClient, sqsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { eventHandler } from '../../shared/runtime/event.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { plan } from './plan.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string(), CAMPAIGN_CACHE_MS: z.coerce.number().min(0) }))

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = eventHandler(
  'planner',
  plan({
    findCampaign: remember(campaignStore(table).find, config.CAMPAIGN_CACHE_MS),
    leads: leadStore(table),
    applications: applicationStore(table),
    conversions: conversionStore(table),
    queues: conversionQueues(sqsClient(), readConfig(QueueSettings)),
    now: () => new Date(),
  }),
)
