import type { Campaign } from '../../shared/domain/campaign.ts'
import type { OwnAccount } from '../../shared/followers/followerDeps.ts'
import type { FaceChecker } from '../../shared/providers/faceChecker.ts'
import type { FriendFinder } from '../../shared/providers/friendFinder.ts'
import type { Inviter } from '../../shared/providers/inviter.ts'
import type { LoginReader } from '../../shared/providers/loginReader.ts'
import type { CodesOf } from '../../shared/providers/openInviter.ts'
import type { PhoneReader } from '../../shared/providers/phoneReader.ts'
import type { SmsSender } from '../../shared/providers/smsSender.ts'
import type { Credentials } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import type { ApplicationStore } from '../../shared/store/applicationStore.ts'
import type { FollowerStore } from '../../shared/store/followerStore.ts'
import type { InvitationStore } from '../../shared/store/invitationStore.ts'
import type { JournalStore } from '../../shared/store/journalStore.ts'
import type { LeadStore } from '../../shared/store/leadStore.ts'
import type { LimitStore } from '../../shared/store/limitStore.ts'
import type { PhoneCodeStore } from '../../shared/store/phoneCodeStore.ts'
import type { RegistrationStore } from '../../shared/store/registrationStore.ts'
import type { ReminderAnswerStore } from '../../shared/store/reminderAnswerStore.ts'
import type { ReminderStore } from '../../shared/store/reminderStore.ts'
import type { VisitStore } from '../../shared/store/visitStore.ts'

/** What the onboarding function works with. */
export type OnboardingDeps = Credentials & {
  findCampaign: (campaignId: string) => Promise<Campaign | undefined>
  visits: VisitStore
  leads: LeadStore
  followers: FollowerStore
  applications: ApplicationStore
  journal: JournalStore
  phoneCodes: PhoneCodeStore
  registrations: RegistrationStore
  invitations: InvitationStore
  reminders: ReminderStore
  reminderAnswers: ReminderAnswerStore
  limits: LimitStore
  ring: () => Promise<KeyRing>
  faceChecker: (connectionId: string) => Promise<FaceChecker>
  smsSender: (connectionId: string) => Promise<SmsSender>
  phoneReader: (connectionId: string, appId: string) => Promise<PhoneReader>
  loginReader: (connectionId: string, appId: string) => Promise<LoginReader>
  inviter: (codesOf: CodesOf) => Promise<Inviter>
  /** A company's WeCom, and who its customers are. */
  company: (connectionId: string) => Promise<{ account: OwnAccount; friends: FriendFinder }>
}
