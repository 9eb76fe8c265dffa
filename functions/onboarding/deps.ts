import type { Campaign } from '../../shared/domain/campaign.ts'
import type { FaceChecker } from '../../shared/providers/faceChecker.ts'
import type { PhoneReader } from '../../shared/providers/phoneReader.ts'
import type { SmsSender } from '../../shared/providers/smsSender.ts'
import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { ApplicationStore } from '../../shared/store/applicationStore.ts'
import type { JournalStore } from '../../shared/store/journalStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { LimitStore } from '../../shared/store/limitStore.ts'
import type { PhoneCodeStore } from '../../shared/store/phoneCodeStore.ts'
import type { RegistrationStore } from '../../shared/store/registrationStore.ts'

/** What the onboarding function works with. */
export type OnboardingDeps = Credentials & {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  leads: LeadStore
  applications: ApplicationStore
  journal: JournalStore
  phoneCodes: PhoneCodeStore
  registrations: RegistrationStore
  limits: LimitStore
  ring: () => Promise<KeyRing>
  faceChecker: (connectionId: string) => Promise<FaceChecker>
  smsSender: (connectionId: string) => Promise<SmsSender>
  phoneReader: (connectionId: string, appId: string) => Promise<PhoneReader>
}
