import { send } from '../../harness/client.ts'
import type { MovableClock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Server } from '../server.ts'
import { insist, type TableBehind } from './outside.ts'
import { campaignIdOf, clicksAt, type Person, submissionOf, type Visitor } from './people.ts'

const AT_ONCE = 12

/** What somebody does after leaving the contact is done when so many others came, at most. */
const SOON = 40

export type LeavingPlace = { server: Server; table: TableBehind; clock: MovableClock; seed: string; random: Random }

/** Sends until it is answered, whatever becomes of the server meanwhile: the same answer, however often it takes. */
const post = (server: Server, path: string, body: object, { key, once }: { key?: string; once: string }) =>
  insist(async () => {
    const headers = { 'idempotency-key': `"${once}"` }
    const reply = await send(server.url, 'POST', path, { body, headers, ...(key !== undefined && { key }) })
    if (reply.status >= 500) throw new Error(`${path} was answered ${reply.status}: ${reply.text}`)
    return reply
  })

/** Leaves a contact, whatever becomes of the server meanwhile. */
export const leave = async ({ server, clock, seed }: LeavingPlace, visitor: Visitor): Promise<Person> => {
  const clickIds = clicksAt(clock.now(), `${seed} ${visitor.campaign} ${visitor.n}`)
  const path = `/v1/campaigns/${campaignIdOf(visitor)}/leads`
  const reply = await post(server, path, submissionOf(visitor, clickIds), { once: `leave-${visitor.n}` })
  if (reply.status !== 201) throw new Error(`a contact was answered ${reply.status}: ${reply.text}`)
  const { leadId, leadToken } = reply.json() as Person
  return { ...visitor, clickIds, leadId, leadToken }
}

const goOn = async ({ server, table, clock }: LeavingPlace, person: Person): Promise<void> => {
  const { does, leadId, leadToken } = person
  if (does === 'reminds') {
    const body = { kind: 'official_account', accepted: true }
    const reply = await post(server, `/v1/leads/${leadId}/reminders`, body, { key: leadToken, once: 'remind' })
    if (reply.status !== 201) throw new Error(`a reminder was answered ${reply.status}: ${reply.text}`)
    person.remindedAt = clock.now().getTime()
  }
  if (does !== 'withdraws') return
  await table.agreeOnly(leadId, ['contact'])
  person.withdrawnAt = clock.now().getTime()
}

/** Leaves everybody's contact, some at once; who goes on soon does so when some more have come. */
export const leaveAll = async (place: LeavingPlace, visitors: readonly Visitor[]): Promise<Person[]> => {
  const people: Person[] = []
  const waiting: { person: Person; from: number }[] = []
  let next = 0
  const goOnIfDue = async (): Promise<void> => {
    for (;;) {
      const at = waiting.findIndex(({ from }) => from <= people.length)
      const [due] = at < 0 ? [] : waiting.splice(at, 1)
      if (!due) return
      await goOn(place, due.person)
    }
  }
  const worker = async (): Promise<void> => {
    for (let visitor = visitors[next++]; visitor; visitor = visitors[next++]) {
      const person = await leave(place, visitor)
      people.push(person)
      if (person.when === 'soon') waiting.push({ person, from: people.length + place.random.between(0, SOON) })
      await goOnIfDue()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return people
}

/** Makes everybody go on who has not. */
export const allGoOn = async (place: LeavingPlace, people: readonly Person[]): Promise<void> => {
  for (const person of people)
    if (person.remindedAt === undefined && person.withdrawnAt === undefined) await goOn(place, person)
}
