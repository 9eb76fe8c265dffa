/** Who shall show their face. `extra` comes back with the result; the browser ends at `redirectUrl`. */
export type FacePerson = { name: string; idNumber: string; redirectUrl?: string; extra: string }

/** Where the person goes, and the token that the result is asked with, good until `expiresAt`. */
export type FaceSession = { url: string; token: string; expiresAt: string }

/**
 * What the provider found. `name` and `idNumber` are those the provider checked: the caller compares them with its own.
 * `reference` is the provider's number of the answer; `reason` its code when not passed.
 */
export type FaceVerdict =
  | { status: 'pending' }
  | { status: 'done'; passed: boolean; reference: string; name?: string; idNumber?: string; reason?: string }

/** Compares a living face with the register of identity numbers. Whatever goes wrong is a ProviderFailure. */
export type FaceChecker = {
  start(person: FacePerson): Promise<FaceSession>
  result(token: string): Promise<FaceVerdict>
}
