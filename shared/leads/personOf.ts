import { type Lead, PersonalData } from '../domain/lead.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { open } from '../security/sealing.ts'

/** What of a lead names a person, in the clear. */
export const personOf = async (ring: KeyRing, lead: Lead): Promise<PersonalData> =>
  PersonalData.parse(await open(ring, lead.leadId, lead))
