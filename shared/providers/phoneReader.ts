/** What a platform knows of the phone behind a one-time code; `phone` is the 11 digits of a mainland number. */
export type PhoneReading = { status: 'read'; phone: string } | { status: 'bad_code' } | { status: 'not_mainland' }

/**
 * Turns a one-time code of a platform into a phone number. `bad_code`: expired, used before, or another app's. Whatever
 * else goes wrong is a ProviderFailure.
 */
export type PhoneReader = { read(code: string): Promise<PhoneReading> }
