import type { FollowerEvent, ReminderChoice, ReminderSent } from '../../shared/domain/followerEvent.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { followerIndex } from '../../shared/followers/keptFollower.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { note } from '../../shared/runtime/log.ts'
import { blindIndex, eventIdOf } from '../../shared/security/blindIndex.ts'
import type { CallbacksDeps } from './deps.ts'
import type { ListeningAccount } from './listeningAccount.ts'

type ReminderEvent = FollowerEvent & { kind: 'reminders_chosen' | 'reminders_withdrawn' | 'reminders_sent' }

/** The lead that a follower was last known as. */
const leadOf = async (
  deps: CallbacksDeps,
  account: ListeningAccount,
  { follower }: ReminderEvent,
): Promise<Lead | undefined> => {
  const known = await deps.followers.find(followerIndex(await deps.ring(), account, { follower }))
  const [last] = Object.entries(known?.leads ?? {}).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1))
  return last && leadNow(deps, last[0])
}

const kindOf = ({ kind }: ListeningAccount) =>
  kind === 'wechat_mini_program' ? ('mini_program' as const) : ('official_account' as const)

/** A consent that the event tells of has an id of the event: told again it is the same. */
const choose = async (
  deps: CallbacksDeps,
  account: ListeningAccount,
  lead: Lead,
  { receivedId, at }: ReminderEvent,
  { templateId, accepted }: ReminderChoice,
): Promise<void> => {
  if (!accepted) return
  const index = blindIndex(await deps.ring(), 'consent', lead.leadId, receivedId, templateId)
  const consentId = index.toString('base64url').slice(0, 22)
  const eventId = eventIdOf('lead.reminded', lead.leadId)
  await deps.reminders.consent(lead, { templateId, kind: kindOf(account), consentId, at, eventId })
}

const sent = async ({ reminders }: CallbacksDeps, { leadId }: Lead, message: ReminderSent): Promise<void> => {
  if (message.delivered) await reminders.use(leadId, message.templateId, message.messageId)
}

/** Takes what somebody answered about reminders, or which one was sent. False when nobody knows the person. */
export const takeReminders = async (
  deps: CallbacksDeps,
  account: ListeningAccount,
  event: ReminderEvent,
): Promise<boolean> => {
  const lead = await leadOf(deps, account, event)
  if (!lead) return false
  note({ outcome: event.kind, leadId: lead.leadId, campaignId: lead.campaignId })
  if (event.kind === 'reminders_sent') for (const message of event.sent) await sent(deps, lead, message)
  else if (event.kind === 'reminders_chosen')
    for (const choice of event.choices) await choose(deps, account, lead, event, choice)
  else
    for (const { templateId, accepted } of event.choices)
      if (!accepted) await deps.reminders.withdraw(lead.leadId, templateId)
  return true
}
