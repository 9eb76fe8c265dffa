import * as z from 'zod'
import { withinWindow } from '../../shared/capture/withinWindow.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { type KeyRing, keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { followerStore } from '../../shared/store/followerStore.ts'
import { invitationStore } from '../../shared/store/invitationStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { receivedStore } from '../../shared/store/receivedStore.ts'
import { reminderStore } from '../../shared/store/reminderStore.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import type { CallbacksDeps } from './deps.ts'
import { findListeningAccount } from './listeningAccount.ts'

type Installation = {
  table: Table
  ring: () => Promise<KeyRing>
  now: () => Date
  /** For how long campaigns and connections are remembered, in milliseconds. */
  cacheMs: number
  /** For how many days, at most, a click may be owed a lead. */
  mostWindowDays?: number
}

/** What the callbacks function works with on a table. */
export const depsOn = ({
  table,
  ring,
  now,
  cacheMs,
  mostWindowDays = Number.POSITIVE_INFINITY,
}: Installation): CallbacksDeps => {
  const find = findListeningAccount({ connections: connectionStore(table), ring, now })
  const found = {
    wechat: remember((id) => find('wechat', id), cacheMs),
    wecom: remember((id) => find('wecom', id), cacheMs),
  }
  return {
    findAccount: (platform, id) => found[platform](id),
    findCampaign: remember(withinWindow(campaignStore(table).find, mostWindowDays), cacheMs),
    followers: followerStore(table),
    invitations: invitationStore(table),
    leads: leadStore(table),
    received: receivedStore(table),
    reminders: reminderStore(table),
    visits: visitStore(table),
    ring,
    now,
  }
}

/** The same where it is installed, by the environment of the function. */
export const installedDeps = (): CallbacksDeps => {
  const config = readConfig(
    z.object({
      TABLE_NAME: z.string(),
      KEY_ID: z.string(),
      CAMPAIGN_CACHE_MS: z.coerce.number().min(0),
      MOST_CLICK_WINDOW_DAYS: z.coerce.number().min(1),
    }),
  )
  const table = openTable({ db: dynamoClient(), name: config.TABLE_NAME })
  return depsOn({
    table,
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: config.KEY_ID })),
    now: () => new Date(),
    cacheMs: config.CAMPAIGN_CACHE_MS,
    mostWindowDays: config.MOST_CLICK_WINDOW_DAYS,
  })
}
