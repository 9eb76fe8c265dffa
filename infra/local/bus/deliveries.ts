import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Topology } from '../../topologySpec.ts'
import type { DeadLetters } from '../deadLetters.ts'
import type { Invoke } from '../functions.ts'
import { matcher } from '../pattern.ts'
import { type Loop, type Round, repeat } from '../repeat.ts'
import type { BusEvent } from './busEvent.ts'

type Delivery = { id: string; target: string; event: string; attempts: number }

export type Patience = { attempts: number; firstPauseMs: number; longestPauseMs: number }

/** EventBridge gives up after 185 attempts. */
const EVENTBRIDGE: Patience = { attempts: 185, firstPauseMs: 200, longestPauseMs: 60_000 }

const AT_ONCE = 20

const targetsOf = ({ functions }: Topology) =>
  Object.entries(functions).flatMap(([name, { trigger }]) =>
    trigger.kind === 'event' ? [{ name, isWanted: matcher(trigger.pattern) }] : [],
  )

const deliveryStore = (db: DatabaseSync) => {
  const insert = db.prepare('INSERT INTO delivery (id, target, event, attempts, due_at) VALUES (?, ?, ?, 0, ?)')
  const due = db.prepare(
    'SELECT id, target, event, attempts FROM delivery WHERE target = ? AND due_at <= ? ORDER BY due_at LIMIT ?',
  )
  const postpone = db.prepare('UPDATE delivery SET attempts = ?, due_at = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM delivery WHERE id = ?')
  return {
    add: (target: string, event: BusEvent) => insert.run(randomUUID(), target, JSON.stringify(event), Date.now()),
    due: (target: string, max: number) => due.all(target, Date.now(), max) as Delivery[],
    postpone: ({ id, attempts }: Delivery, pauseMs: number) => postpone.run(attempts + 1, Date.now() + pauseMs, id),
    remove: ({ id }: Delivery) => remove.run(id),
  }
}

/** Somebody outside who takes events of the bus, as a rule of the bank's own account would hand them over. */
export type Outsider = {
  name: string
  isWanted: (event: BusEvent) => boolean
  take: (event: BusEvent) => Promise<void>
}

/** Events on their way to whoever wants them, each kept until it was taken or was out of attempts. */
export const deliveryList = (
  db: DatabaseSync,
  topology: Topology,
  { patience = EVENTBRIDGE, outsiders = [] }: { patience?: Patience; outsiders?: readonly Outsider[] } = {},
) => {
  const store = deliveryStore(db)
  const targets = [...targetsOf(topology), ...outsiders]

  const deliver = async (delivery: Delivery, invoke: Invoke, deadLetters: DeadLetters): Promise<void> => {
    const { target, event, attempts } = delivery
    try {
      const outsider = outsiders.find(({ name }) => name === target)
      await (outsider ? outsider.take(JSON.parse(event)) : invoke(target, JSON.parse(event)))
    } catch (error) {
      const pauseMs = Math.min(patience.longestPauseMs, patience.firstPauseMs * 2 ** attempts)
      if (attempts + 1 < patience.attempts) return void store.postpone(delivery, pauseMs)
      deadLetters.add(target, String(error), JSON.parse(event))
    }
    store.remove(delivery)
  }

  return {
    add(events: readonly BusEvent[]): void {
      for (const event of events) for (const { name, isWanted } of targets) if (isWanted(event)) store.add(name, event)
    },
    /** Delivers what is due, to each target by itself, so that none waits for another. */
    deliverAll: (invoke: Invoke, deadLetters: DeadLetters, report: (error: unknown) => void): Loop[] =>
      targets.map(({ name }) => {
        const work = async (): Promise<Round> => {
          const deliveries = store.due(name, AT_ONCE)
          await Promise.all(deliveries.map((delivery) => deliver(delivery, invoke, deadLetters)))
          return deliveries.length > 0 ? 'more' : 'idle'
        }
        return repeat(work, { pauseMs: 50, report })
      }),
  }
}

export type Deliveries = ReturnType<typeof deliveryList>
