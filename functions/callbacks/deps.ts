import type { FollowerDeps } from '../../shared/followers/followerDeps.ts'
import type { ReceivedStore } from '../../shared/store/receivedStore.ts'
import type { ReminderStore } from '../../shared/store/reminderStore.ts'
import type { ListeningAccount } from './listeningAccount.ts'

/** What the callbacks function works with. */
export type CallbacksDeps = FollowerDeps & {
  reminders: ReminderStore
  received: ReceivedStore
  /** The account at WeChat or WeCom that an app id or corp id is of, undefined when no connection has it. */
  findAccount: (platform: 'wechat' | 'wecom', id: string) => Promise<ListeningAccount | undefined>
  now: () => Date
}
