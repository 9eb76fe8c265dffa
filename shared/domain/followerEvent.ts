import * as z from 'zod'

/** Where people follow: an official account or a mini program of WeChat by its app id, a company's WeCom by its corp id. */
export const ACCOUNT_KINDS = ['wechat_official_account', 'wechat_mini_program', 'wecom'] as const
export const AccountKind = z.enum(ACCOUNT_KINDS)
export type AccountKind = z.infer<typeof AccountKind>

/** An account at WeChat or WeCom; `id` is its app id or corp id. */
export type Account = { kind: AccountKind; id: string }

/** What a person answered when asked whether messages of a template may be sent. */
export type ReminderChoice = { templateId: string; accepted: boolean }

/** A message of a template that the platform sent, or failed to. */
export type ReminderSent = { templateId: string; messageId: string; delivered: boolean }

type Common = {
  /** When it happened, ISO 8601, as the platform says (it tells seconds). */
  at: string
  /** What tells this event from all others of the account; the same delivered again has the same. */
  receivedId: string
}

/**
 * What happened at an account, whatever the platform and the format. `follower` is an openid or an external user id.
 * `scene` is what our code or link carried; `adviser` the member of staff that a WeCom contact is of.
 */
export type FollowerEvent = Common &
  (
    | { kind: 'followed'; follower: string; scene?: string; adviser?: string }
    | { kind: 'unfollowed'; follower: string; adviser?: string }
    | { kind: 'reminders_chosen'; follower: string; choices: ReminderChoice[] }
    | { kind: 'reminders_withdrawn'; follower: string; choices: ReminderChoice[] }
    | { kind: 'reminders_sent'; follower: string; sent: ReminderSent[] }
    | { kind: 'other'; name: string; follower?: string }
  )
