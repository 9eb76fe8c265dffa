import * as z from 'zod'
import { withinWindow } from '../../shared/capture/withinWindow.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { lambdaHandler } from '../../shared/runtime/http.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { partnerStore } from '../../shared/store/partnerStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import { createCaptureApp } from './app.ts'

const config = readConfig(
  z.object({
    TABLE_NAME: z.string(),
    KEY_ID: z.string(),
    CAMPAIGN_CACHE_MS: z.coerce.number().min(0),
    MOST_CLICK_WINDOW_DAYS: z.coerce.number().min(1),
  }),
)

const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })

export const handler = lambdaHandler(
  'capture',
  createCaptureApp({
    findCampaign: remember(
      withinWindow(campaignStore(table).find, config.MOST_CLICK_WINDOW_DAYS),
      config.CAMPAIGN_CACHE_MS,
    ),
    findPartner: remember(partnerStore(table).find, config.CAMPAIGN_CACHE_MS),
    findKey: apiKeyStore(table).find,
    visits: visitStore(table),
    leads: leadStore(table),
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: config.KEY_ID })),
    now: () => new Date(),
  }),
)
