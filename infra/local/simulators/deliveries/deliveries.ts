import { randomUUID } from 'node:crypto'
import { chanceOf } from '../../demoTraffic/chance.ts'
import { bounded } from '../bounded.ts'
import { NotPossible } from '../control.ts'
import type { Person } from '../people/people.ts'
import type { World } from '../world.ts'
import { type Account, addressOf } from './account.ts'
import { attempt } from './attempt.ts'
import { checkQuery, type Shape } from './callbackRequest.ts'
import { type Delivery, deliver, type Outgoing } from './deliver.ts'
import type { Release, Repeats } from './how.ts'
import type { Message } from './message.ts'

const KEPT = 200

const SAFE_XML: Shape = { mode: 'safe', format: 'xml' }

const ordered = (outgoing: readonly Outgoing[], { order, seed }: Release): Outgoing[] => {
  if (order === 'latest_first') return outgoing.toReversed()
  if (order === 'as_happened') return [...outgoing]
  const chance = chanceOf('released', seed)
  const drawn = outgoing.map((one) => ({ one, place: chance.next() }))
  return drawn.sort((a, b) => a.place - b.place).map(({ one }) => one)
}

const nameOf = ({ fields: { Event, ChangeType } }: Message): string => String(ChangeType ?? Event)

/** Delivers a platform's events to the API as the platform does, and keeps what came of it. */
export const deliveryService = (world: World) => {
  const { now, api, patience } = world
  const kept = bounded<Delivery>(KEPT)
  let held: Outgoing[] = []

  const begin = (account: Account, event: string, more: Partial<Delivery>): Delivery => {
    const about = { event, account: account.name, at: now().toISOString() }
    return kept.add({ ...about, ...SAFE_XML, isHeld: false, attempts: [], ...more })
  }

  const deliverAll = async (outgoing: readonly Outgoing[]): Promise<Delivery[]> => {
    for (const one of outgoing) await deliver(world, one)
    return outgoing.map(({ delivery }) => delivery)
  }

  return {
    /** Delivers an event, one delivery after the other; answers when all were answered or given up, or at once when there is no API. */
    send: async (
      account: Account,
      { person, message }: { person: Person; message: Message },
      { times, held: isHeld, mode = 'safe', format = 'xml' }: Repeats & Partial<Shape>,
    ): Promise<Delivery[]> => {
      const outgoing = Array.from({ length: times }, (): Outgoing => {
        const delivery = begin(account, nameOf(message), { mode, format, person: person.phone, isHeld })
        return { account, message, delivery }
      })
      if (!isHeld) return deliverAll(outgoing)
      held.push(...outgoing)
      return outgoing.map(({ delivery }) => delivery)
    },

    /** Sends all that were held, in an order of one's choice. */
    release: (order: Release): Promise<Delivery[]> => {
      const outgoing = ordered(held, order)
      held = []
      return deliverAll(outgoing)
    },

    /** Checks an account's address as its console does when it is saved; true when the API answered with the text. */
    check: async (account: Account): Promise<{ isRight: boolean; delivery: Delivery }> => {
      const base = api()
      if (base === undefined) throw new NotPossible('There is no API to ask, or it does not answer yet.')
      const [text, at] = [randomUUID(), now()]
      const answer = await attempt(patience, {
        url: addressOf(base, account),
        query: checkQuery(account, text, at),
        at,
      })
      const delivery = begin(account, 'url_verification', { attempts: [answer] })
      return { isRight: answer.status === 200 && answer.answer === text, delivery }
    },

    newest: kept.newest,
  }
}

export type DeliveryService = ReturnType<typeof deliveryService>
