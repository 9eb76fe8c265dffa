/** Why a callback is not taken. `signature` and `expired` say nothing about the sender but that it is not the platform, now. */
export type RefusalReason = 'signature' | 'expired' | 'not_encrypted' | 'other_receiver' | 'malformed' | 'too_large'

/** A callback that is not taken; `part` says what of it could not be read, never what it held. */
export class CallbackRefusal extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, part?: string) {
    super(part === undefined ? `callback: ${reason}` : `callback: ${reason} (${part})`)
    this.name = 'CallbackRefusal'
    this.reason = reason
  }
}
