import { type Lead, PersonalData } from '../domain/lead.ts'
import type { KeyRing } from '../security/keyRing.ts'
import { open } from '../security/sealing.ts'

const openPerson = async (ring: KeyRing, lead: Lead): Promise<PersonalData> =>
  PersonalData.parse(await open(ring, lead.leadId, lead))

const opened = new WeakMap<Lead, Promise<PersonalData>>()

/** What of a lead names a person, in the clear. A lead that was read once is opened once. */
export const personOf = (ring: KeyRing, lead: Lead): Promise<PersonalData> => {
  const person = opened.get(lead) ?? openPerson(ring, lead)
  opened.set(lead, person)
  return person
}
