/** A verification code on its way: `phone` is the 11 digits of a mainland number, the code is good for `minutes`. */
export type CodeMessage = { phone: string; code: string; minutes: number }

/** Sends verification codes. A code that the provider did not accept is a ProviderFailure. */
export type SmsSender = {
  /** The provider's own number of the message. */
  sendCode(message: CodeMessage): Promise<{ reference: string }>
}
