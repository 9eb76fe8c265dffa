import { streamConsumers } from '../../../infra/local/stream/streamDelivery.ts'
import { allRoutes } from '../../../infra/routes.ts'
import { topology } from '../../../infra/topology.ts'
import { allItems, type StoredItem } from '../../harness/items.ts'
import { inFolder } from '../folder.ts'
import { type Installed, withInstallation } from '../installed.ts'
import type { Measured, Use } from './bill.ts'
import type { Deployed } from './deployed.ts'
import { changesBetween, type Followed, measureFollower } from './followers.ts'
import { type MeasuredFunction, startMeasured } from './functionUse.ts'
import { itemBytes } from './itemBytes.ts'
import type { Left } from './monthly.ts'
import { THINGS, type Thing } from './things.ts'

/** Of each kind, the first to get warm. */
const TIMES = 700
const WARM = 100

/** What one thing takes when its changes reach the consumers one by one, and in full batches. */
export type MeasuredThing = Thing & {
  front: string
  alone: Measured
  inBatches: Measured
  left: Left
  /** The bytes of the item that it is about; 0 when there is none. */
  itemBytes: number
}

type Functions = (name: string) => Promise<MeasuredFunction>

const CONSUMERS = streamConsumers(topology)

const sumOf = <One>(all: readonly One[], value: (one: One) => number): number =>
  all.reduce((total, one) => total + value(one), 0)

const frontOf = (event: object): { front: string; route: string } => {
  const { routeKey: route } = event as { routeKey: string }
  const front = allRoutes(topology).get(route)
  if (!front) throw new Error(`the topology has no route ${route}`)
  return { front, route }
}

const makeCalls = async ({ call }: MeasuredFunction, { eventOf, status }: Thing): Promise<Use> => {
  const events = Array.from({ length: TIMES }, (_, n) => eventOf(n))
  await call(events.slice(0, 1), status)
  await call(events.slice(1, WARM), status)
  const { use } = await call(events.slice(WARM), status)
  return { calls: 1, ...use }
}

/** Shows the consumers of the stream what changed, as each wants it; those that want nothing of it are left out. */
const follow = async (functionOf: Functions, changes: ReturnType<typeof changesBetween>) => {
  const followed: Record<string, Followed> = {}
  for (const consumer of CONSUMERS) {
    const records = changes.filter(consumer.isWanted)
    if (records.length === 0) continue
    followed[consumer.name] = await measureFollower(await functionOf(consumer.name), consumer, {
      records,
      things: TIMES,
    })
  }
  return followed
}

const leftBetween = (before: readonly StoredItem[], after: readonly StoredItem[]) => ({
  items: (after.length - before.length) / TIMES,
  itemBytes: (sumOf(after, itemBytes) - sumOf(before, itemBytes)) / TIMES,
})

const wantedBytes = (changes: ReturnType<typeof changesBetween>): number => {
  const wanted = changes.filter((change) => CONSUMERS.some(({ isWanted }) => isWanted(change)))
  return wanted.length === 0
    ? 0
    : sumOf(wanted, ({ dynamodb }) => itemBytes((dynamodb?.NewImage ?? {}) as StoredItem)) / wanted.length
}

type How = 'alone' | 'inBatches'
type Took = { front: string; route: string; request: Use; followed: Readonly<Record<string, Followed>> }

/** All that a thing took, in the form that a bill is made from. */
const measuredOf = ({ front, route, request, followed }: Took, deployed: Deployed, how: How): Measured => {
  const uses: [string, Use][] = Object.entries(followed).map(([name, follower]) => [name, follower[how]])
  const withPlatformLog = ([name, use]: [string, Use]) => [
    name,
    { ...use, logBytes: use.logBytes + deployed.platformLogBytes },
  ]
  return {
    functions: Object.fromEntries([[front, request] satisfies [string, Use], ...uses].map(withPlatformLog)),
    events: sumOf(Object.values(followed), ({ published }) => published.events),
    eventBytes: sumOf(Object.values(followed), ({ published }) => published.bytes),
    accessLogBytes: deployed.accessLogBytes(route),
  }
}

const logBytesOf = ({ functions, accessLogBytes }: Measured): number =>
  accessLogBytes + sumOf(Object.values(functions), ({ calls, logBytes }) => calls * logBytes)

type World = { installed: Installed; functionOf: Functions; deployed: Deployed }

const measureThing = async (thing: Thing, { installed, functionOf, deployed }: World): Promise<MeasuredThing> => {
  const items = () => allItems(installed.dynamodb)
  const place = frontOf(thing.eventOf(0))
  const before = await items()
  const request = await makeCalls(await functionOf(place.front), thing)
  const changes = changesBetween(before, await items())
  const took = { ...place, request, followed: await follow(functionOf, changes) }
  const alone = measuredOf(took, deployed, 'alone')
  const kept = { eventBytes: alone.eventBytes, logBytes: logBytesOf(alone) }
  return {
    ...thing,
    front: place.front,
    alone,
    inBatches: measuredOf(took, deployed, 'inBatches'),
    left: { ...leftBetween(before, await items()), ...kept },
    itemBytes: wantedBytes(changes),
  }
}

/** Functions that are started when they are first called. */
const startedFunctions = (folder: string, installed: Installed) => {
  const started = new Map<string, Promise<MeasuredFunction>>()
  const functionOf: Functions = (name) => {
    const found = started.get(name) ?? startMeasured(name, `${folder}/${name}`, installed)
    started.set(name, found)
    return found
  }
  return { functionOf, all: () => Promise.all(started.values()) }
}

/** Does each of the things, one after the other, with functions as they are deployed, and measures what it takes; `metrics` is how many they wrote. */
export const measureThings = (deployed: Deployed): Promise<{ things: MeasuredThing[]; metrics: number }> =>
  inFolder((folder) =>
    withInstallation(async (installed) => {
      const { functionOf, all } = startedFunctions(folder, installed)
      try {
        const things: MeasuredThing[] = []
        for (const thing of THINGS) things.push(await measureThing(thing, { installed, functionOf, deployed }))
        const metrics = new Set((await all()).flatMap((one) => [...one.metrics]))
        return { things, metrics: metrics.size }
      } finally {
        for (const one of await all()) await one.stop()
      }
    }),
  )
