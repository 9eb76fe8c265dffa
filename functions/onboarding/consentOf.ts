import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { RegistrationRequest } from '../../shared/contract/registration.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { givenConsent } from '../../shared/domain/consent.ts'
import type { Consent, Lead } from '../../shared/domain/lead.ts'
import { type HttpEnv, sourceAddressOf } from '../../shared/runtime/http.ts'
import { check, validationProblem } from '../../shared/runtime/validation.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'

/** What somebody agrees to with the registration who agreed to nothing before. Ends in a problem when it is not all that the campaign requires. */
export const consentOf = async (
  ring: KeyRing,
  c: Context<HttpEnv>,
  { settings: { consent: terms } }: Campaign,
  lead: Lead,
  { consent }: RegistrationRequest,
  at: string,
): Promise<Consent | undefined> => {
  if (lead.consent.purposes.length > 0) return undefined
  const given = await check(givenConsent(terms), consent, '/consent')
  if ('errors' in given) throw validationProblem(given.errors)
  return {
    ...given.value,
    textHash: createHash('sha256').update(terms.text).digest('base64url'),
    at,
    addressIndex: blindIndex(ring, 'address', sourceAddressOf(c)).toString('base64url').slice(0, 22),
  }
}
