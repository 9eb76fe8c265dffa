import * as z from 'zod'
import { conversionQueues, QueueSettings } from '../../shared/conversions/queues.ts'
import { dynamoClient, sqsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { eventHandler } from '../../shared/runtime/event.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { workOnDue } from './due.ts'

const config = readConfig(z.object({ TABLE_NAME: z.string() }))

/** Longer than one run. */
const CAMPAIGN_MS = 60_000

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
const queues = conversionQueues(sqsClient(), readConfig(QueueSettings))

export const handler = eventHandler('dueConversions', () =>
  workOnDue({
    findCampaign: remember(campaignStore(table).find, CAMPAIGN_MS),
    conversions: conversionStore(table),
    queues,
    now: () => new Date(),
  }),
)
