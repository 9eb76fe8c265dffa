import * as z from 'zod'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { HostList, readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { createPagesApp } from './app.ts'

const config = readConfig(
  z.object({ TABLE_NAME: z.string(), CAMPAIGN_CACHE_MS: z.coerce.number().min(0), OUTBOUND_HOSTS: HostList }),
)

const campaigns = campaignStore(openTable({ db: dynamoClient(), name: config.TABLE_NAME }))

export const handler = lambdaHandler(
  'pages',
  createPagesApp({
    findCampaign: remember(campaigns.find, config.CAMPAIGN_CACHE_MS),
    outboundHosts: config.OUTBOUND_HOSTS,
    askStore: () => campaigns.find('health'),
    now: () => new Date(),
  }),
)
