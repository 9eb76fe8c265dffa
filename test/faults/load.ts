import { setTimeout as pause } from 'node:timers/promises'
import type { Ask, Exchange } from './facts.ts'
import { hasVisit, type Someone, submit, tornSubmit, visit } from './people.ts'
import { type Random, randomOf } from './random.ts'
import type { Sender } from './sender.ts'

const CONNECTIONS = 6
/** People whom every connection knows, so that they meet. */
const SHARED = 40
const PER_CONNECTION = 100_000
const PER_ROUND = 1_000_000

const WEIGHTS = {
  'new lead': 30,
  'shared lead': 15,
  'shared mark': 5,
  replay: 12,
  'reused key': 5,
  'many at once': 6,
  'many at once with one key': 6,
  'two bodies at once with one key': 4,
  'new spam': 5,
  'new refused': 4,
  invalid: 5,
  'visit again': 5,
}

export type Load = { seed: string; round: number; campaigns: readonly string[]; sender: Sender; until: number }

type Connection = Load & {
  random: Random
  newcomer: () => Someone
  newKey: () => string
  keyed: Ask[]
  visitors: Someone[]
}

const connectionOf = (load: Load, number: number): Connection => {
  const random = randomOf(`${load.seed} round ${load.round} connection ${number}`)
  const base = load.round * PER_ROUND + number * PER_CONNECTION
  let people = 0
  let keys = 0
  const campaignOf = () => (random.chance(0.75) ? load.campaigns[0] : load.campaigns[1]) ?? ''
  return {
    ...load,
    random,
    newcomer: () => ({ campaignId: campaignOf(), n: base + ++people }),
    newKey: () => `r${load.round}-c${number}-k${++keys}`,
    keyed: [],
    visitors: [],
  }
}

const sharedPerson = ({ random, round, campaigns }: Connection): Someone => {
  const n = random.between(1, SHARED)
  return { campaignId: campaigns[n % campaigns.length] ?? '', n: round * PER_ROUND + CONNECTIONS * PER_CONNECTION + n }
}

const isOpen = ({ answer }: Exchange): boolean => answer === undefined || answer.status >= 500

/** Sends, and often again while nothing tells what became of it: with its key it may be sent as often as one likes. */
const insist = async ({ sender, random }: Connection, ask: Ask): Promise<Exchange> => {
  let exchange = await sender.send(ask)
  while (ask.key !== undefined && isOpen(exchange) && random.chance(0.6)) {
    await pause(random.between(0, 300))
    exchange = await sender.send(ask)
  }
  return exchange
}

const maybeKey = ({ random, newKey }: Connection) => (random.chance(0.5) ? { key: newKey() } : {})

const newLead = async (connection: Connection): Promise<void> => {
  const { random, sender, visitors, keyed } = connection
  const someone = connection.newcomer()
  if (hasVisit(someone) && random.chance(0.6)) {
    await sender.send(visit(someone))
    visitors.push(someone)
  }
  const ask = submit(someone, 'lead', maybeKey(connection))
  const exchange = await insist(connection, ask)
  if (ask.key !== undefined && !isOpen(exchange)) keyed.push(ask)
}

/** The same key with the body of somebody else. Sent only once it is known who has the key. */
const reusedKey = async (connection: Connection): Promise<void> => {
  const before = connection.random.pick(connection.keyed)
  if (!before?.key) return newLead(connection)
  const { campaignId } = before
  await insist(connection, submit({ ...connection.newcomer(), campaignId }, 'lead', { key: before.key }))
}

const manyAtOnce = async ({ random, sender }: Connection, ask: Ask): Promise<void> => {
  await Promise.all(Array.from({ length: random.between(3, 8) }, () => sender.send(ask)))
}

const twoBodiesAtOnce = async (connection: Connection): Promise<void> => {
  const key = connection.newKey()
  const one = connection.newcomer()
  const other = connection.random.chance(0.5) ? one : { ...connection.newcomer(), campaignId: one.campaignId }
  const asks = [submit(one, 'lead', { key }), submit(other, 'lead', { key, variant: 1 })]
  await Promise.all(asks.map((ask) => insist(connection, ask)))
}

const SCENARIOS: Record<keyof typeof WEIGHTS, (connection: Connection) => Promise<unknown>> = {
  'new lead': newLead,
  'shared lead': (c) => insist(c, submit(sharedPerson(c), 'lead', { ...maybeKey(c), variant: c.random.between(0, 2) })),
  'shared mark': (c) => insist(c, submit(sharedPerson(c), c.random.chance(0.5) ? 'spam' : 'refused', maybeKey(c))),
  replay: (c) => insist(c, c.random.pick(c.keyed) ?? submit(c.newcomer(), 'lead', { key: c.newKey() })),
  'reused key': reusedKey,
  'many at once': (c) => manyAtOnce(c, submit(c.newcomer(), 'lead')),
  'many at once with one key': (c) => manyAtOnce(c, submit(c.newcomer(), 'lead', { key: c.newKey() })),
  'two bodies at once with one key': twoBodiesAtOnce,
  'new spam': (c) => insist(c, submit(c.newcomer(), 'spam', maybeKey(c))),
  'new refused': (c) => insist(c, submit(c.newcomer(), 'refused', maybeKey(c))),
  invalid: (c) => c.sender.send(c.random.chance(0.5) ? tornSubmit(c.newcomer()) : submit(c.newcomer(), 'invalid')),
  'visit again': (c) => {
    const visitor = c.random.pick(c.visitors)
    return visitor ? c.sender.send(visit(visitor)) : newLead(c)
  },
}

const drive = async (connection: Connection): Promise<void> => {
  while (performance.now() < connection.until) {
    await SCENARIOS[connection.random.weighed(WEIGHTS)](connection)
    await pause(connection.random.between(0, 20))
  }
}

/** Sends requests over several connections until a moment has come. What each sends follows from the seed; how they meet does not. */
export const runLoad = async (load: Load): Promise<void> => {
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => drive(connectionOf(load, number))))
}

/** One more lead, after everything else of a round. */
export const lastLead = ({ round, campaigns }: Pick<Load, 'round' | 'campaigns'>, times: number): Ask =>
  submit({ campaignId: campaigns[0] ?? '', n: round * PER_ROUND + 9 * PER_CONNECTION + times }, 'lead', {
    key: `r${round}-last-${times}`,
  })
