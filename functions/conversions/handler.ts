import * as z from 'zod'
import { conversionQueues, QueueSettings } from '../../shared/conversions/queues.ts'
import { callOut } from '../../shared/outbound/callOut.ts'
import { PLATFORM_HOSTS } from '../../shared/platforms/conversions/hosts.ts'
import { dynamoClient, kmsClient, sqsClient } from '../../shared/runtime/aws/clients.ts'
import { HostList, readConfig } from '../../shared/runtime/config.ts'
import { queueHandler } from '../../shared/runtime/queue.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { consume } from './consume.ts'

const config = readConfig(
  z.object({
    TABLE_NAME: z.string(),
    KEY_ID: z.string(),
    CAMPAIGN_CACHE_MS: z.coerce.number().min(0),
    OUTBOUND_HOSTS: HostList,
  }),
)

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
const hosts = new Set([...PLATFORM_HOSTS, ...config.OUTBOUND_HOSTS])

export const handler = queueHandler(
  'conversions',
  consume({
    findCampaign: remember(campaignStore(table).find, config.CAMPAIGN_CACHE_MS),
    leads: leadStore(table),
    clicks: clickStore(table),
    conversions: conversionStore(table),
    connections: connectionStore(table),
    tokens: providerTokenStore(table),
    queues: conversionQueues(sqsClient(), readConfig(QueueSettings)),
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: config.KEY_ID })),
    call: (request) => callOut(request, { hosts }),
    now: () => new Date(),
  }),
)
