import type { FollowerEvent } from '../../shared/domain/followerEvent.ts'
import { follow } from '../../shared/followers/follow.ts'
import { leave } from '../../shared/followers/leave.ts'
import { count, note } from '../../shared/runtime/log.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import { seal } from '../../shared/security/sealing.ts'
import type { CallbacksDeps } from './deps.ts'
import type { ListeningAccount } from './listeningAccount.ts'
import { takeReminders } from './takeReminders.ts'

/** What of an event is called by its name alone. */
const nameOf = (event: FollowerEvent): string => (event.kind === 'other' ? event.name : event.kind)

/** Keeps a message that no rule is for, sealed; delivered again it is the same. */
const keep = async (deps: CallbacksDeps, { kind, id }: ListeningAccount, event: FollowerEvent, text: string) => {
  const ring = await deps.ring()
  const index = blindIndex(ring, 'received', kind, id, event.receivedId).toString('base64url')
  const sealed = seal(ring, `received/${index}`, text)
  await deps.received.keep({ kind, id }, { at: event.at, index, name: nameOf(event), ...sealed }, deps.now())
  note({ outcome: 'kept', reason: nameOf(event) })
}

const takeFollow = async (
  deps: CallbacksDeps,
  account: ListeningAccount,
  event: FollowerEvent & { kind: 'followed' },
): Promise<boolean> => {
  const { became, lead } = await follow(deps, account, event)
  note({ outcome: became, ...(lead && { leadId: lead.leadId, campaignId: lead.campaignId }) })
  return became !== 'unknown'
}

/** Whether a rule took the event. */
const taken = async (deps: CallbacksDeps, account: ListeningAccount, event: FollowerEvent): Promise<boolean> => {
  if (event.kind === 'followed') return takeFollow(deps, account, event)
  if (event.kind === 'other') return false
  if (event.kind !== 'unfollowed') return takeReminders(deps, account, event)
  await leave(deps, account, event)
  note({ outcome: 'unfollowed' })
  return true
}

/** Takes what an account tells. An event that comes again changes nothing, and none is lost. */
export const takeEvent = async (
  deps: CallbacksDeps,
  account: ListeningAccount,
  event: FollowerEvent,
  text: string,
): Promise<void> => {
  count('AccountEvent')
  if (!(await taken(deps, account, event))) await keep(deps, account, event, text)
}
