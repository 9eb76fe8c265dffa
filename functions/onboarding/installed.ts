import * as z from 'zod'
import { withinWindow } from '../../shared/capture/withinWindow.ts'
import { openCompany } from '../../shared/providers/openCompany.ts'
import { openFaceChecker } from '../../shared/providers/openFaceChecker.ts'
import { openInviter } from '../../shared/providers/openInviter.ts'
import { openLoginReader } from '../../shared/providers/openLoginReader.ts'
import { openPhoneReader } from '../../shared/providers/openPhoneReader.ts'
import { openSmsSender } from '../../shared/providers/openSmsSender.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { readConfig } from '../../shared/runtime/config.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { type KeyRing, keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { followerStore } from '../../shared/store/followerStore.ts'
import { invitationStore } from '../../shared/store/invitationStore.ts'
import { journalStore } from '../../shared/store/journalStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { limitStore } from '../../shared/store/limitStore.ts'
import { phoneCodeStore } from '../../shared/store/phoneCodeStore.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { registrationStore } from '../../shared/store/registrationStore.ts'
import { reminderAnswerStore } from '../../shared/store/reminderAnswerStore.ts'
import { reminderStore } from '../../shared/store/reminderStore.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import { wecomFriends } from '../../shared/wecom/friends.ts'
import type { OnboardingDeps } from './deps.ts'

type Installation = {
  table: Table
  ring: () => Promise<KeyRing>
  findCampaign: OnboardingDeps['findCampaign']
  now: () => Date
  /** How long providers may take, when not as long as usual. */
  timeoutMs?: number
}

/** What onboarding works with on a table. */
export const depsOn = ({ table, ring, findCampaign, now, timeoutMs }: Installation): OnboardingDeps => {
  const timing = timeoutMs === undefined ? {} : { timeoutMs }
  const providers = { connections: connectionStore(table), tokens: providerTokenStore(table), ring, now, ...timing }
  return {
    findCampaign,
    findKey: apiKeyStore(table).find,
    visits: visitStore(table),
    leads: leadStore(table),
    followers: followerStore(table),
    applications: applicationStore(table),
    journal: journalStore(table),
    phoneCodes: phoneCodeStore(table),
    registrations: registrationStore(table),
    invitations: invitationStore(table),
    reminders: reminderStore(table),
    reminderAnswers: reminderAnswerStore(table),
    limits: limitStore(table),
    faceChecker: (connectionId) => openFaceChecker(providers, connectionId),
    smsSender: (connectionId) => openSmsSender(providers, connectionId),
    phoneReader: (connectionId, appId) => openPhoneReader(providers, connectionId, appId),
    loginReader: (connectionId, appId) => openLoginReader(providers, connectionId, appId),
    inviter: (codesOf) => openInviter(providers, codesOf),
    company: async (connectionId) => {
      const { corp, accessToken, campaign } = await openCompany(providers, connectionId)
      const account = { kind: 'wecom' as const, id: corp.corpId, connectionId, campaign }
      return { account, friends: wecomFriends(corp, accessToken) }
    },
    ring,
    now,
  }
}

/** The same where it is installed, by the environment of the function. */
export const installedDeps = (): OnboardingDeps => {
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
    findCampaign: remember(
      withinWindow(campaignStore(table).find, config.MOST_CLICK_WINDOW_DAYS),
      config.CAMPAIGN_CACHE_MS,
    ),
    now: () => new Date(),
  })
}
