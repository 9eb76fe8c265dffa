import type { FollowerEvent } from '../domain/followerEvent.ts'

/** A request of WeChat or WeCom as it came; `rawQuery` is not decoded, for a `+` in it stands for itself. */
export type Callback = { method: string; rawQuery: string; body: string; now: Date }

/** What a platform says: `echo` checks the address and is answered with its text; `text` of an event is the message, decrypted. */
export type Heard = { kind: 'echo'; text: string } | { kind: 'event'; event: FollowerEvent; text: string }
