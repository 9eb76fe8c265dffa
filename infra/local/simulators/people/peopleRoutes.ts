import * as z from 'zod'
import { Phone } from '../../../../shared/domain/phone.ts'
import { act } from '../control.ts'
import { optional } from '../formValue.ts'
import type { SimulatorApp, World } from '../world.ts'
import { openidsOf, type Person } from './people.ts'

const NewPerson = z.object({ phone: Phone, name: optional(z.string().trim().min(1).max(50)) })

/** What the platforms call a person, and what the person did; no tokens. */
const viewOf = (person: Person) => ({
  phone: person.phone,
  name: person.name,
  openids: openidsOf(person),
  unionid: person.unionid,
  externalUserId: person.externalUserId,
  follows: person.follow !== undefined,
  advisers: [...person.contacts.keys()],
  campaigns: [...person.sessions.keys()],
})

/** Who has a simulated phone; more can be given one. */
export const peopleRoutes = (app: SimulatorApp, { people }: World): void => {
  app.get('/_sim/people', (c) => c.json({ people: people.all().map(viewOf) }))
  app.post(
    '/_sim/people',
    act(NewPerson, ({ phone, name }) => viewOf(people.of(phone, name))),
  )
}
