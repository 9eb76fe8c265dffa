import { KEY_ID } from '../../infra/local/services.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { inboundKeyOf } from '../../shared/security/inboundKey.ts'
import { openKeyRing } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { TABLE_NAME } from '../harness/items.ts'
import { CAMPAIGN } from '../recorder/requests.ts'
import { besidePutItem } from './besidePutItem.ts'
import { buildFunction } from './builds.ts'
import { clickEvent } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { withInstallation } from './installed.ts'
import { startFunction } from './side.ts'
import { tableOf } from './table.ts'

/** The secret in the monitor link of the installation that this process has. */
const monitorKey = async (): Promise<string> => {
  const { load } = keyRingStore(openTable({ db: dynamoClient(), name: TABLE_NAME }))
  const ring = await openKeyRing(await load(), kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  return inboundKeyOf(ring, { what: 'clicks', campaignId: CAMPAIGN, platform: 'tencent_ads' })
}

/** P3: the CPU of the function that click monitors call, beside that of a bare PutItem. */
export const measureClickCpu = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directory = await buildFunction('clicks', folder)
    return withInstallation(async (installed) => {
      const key = await monitorKey()
      const clicks = startFunction('clicks', directory, installed)
      try {
        return await besidePutItem(installed, {
          function: 'clicks',
          running: clicks,
          status: 200,
          eventOf: (n) => clickEvent(n, key),
          sk: 'CLICK',
          what: 'click',
          note: '',
        })
      } finally {
        clicks.stop()
      }
    })
  })

if (import.meta.main) process.stdout.write(tableOf(await measureClickCpu()))
