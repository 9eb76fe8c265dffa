import type { Hono } from 'hono'
import type { Html } from '../../../shared/web/html.ts'
import { type Bounded, bounded } from './bounded.ts'
import { CLOCK, type Patience } from './deliveries/attempt.ts'
import { type FaultKind, type FaultList, faultList, type OwnFault, type Weather } from './faults.ts'
import type { Connection } from './httpServer.ts'
import type { MadeCode } from './people/madeCode.ts'
import { type People, peopleList } from './people/people.ts'

/** A request that a provider got, and what became of it. */
export type Received = {
  provider: string
  at: string
  method: string
  path: string
  headers: Record<string, string>
  body: string
  status?: number
  fault?: FaultKind
}

const MAX_RECEIVED = 200
const MAX_CODES = 50
const MAX_CONVERSIONS = 1000

/** What all simulated providers share. `origin` is where they are reached, `api` where we are, once we answer. */
export type World = {
  now: () => Date
  origin: () => string
  api: () => string | undefined
  patience: Patience
  people: People
  /** What codes were made lately, of every platform. */
  codes: Bounded<MadeCode>
  received: Bounded<Received>
  faults: FaultList
  /** How many conversions each platform keeps at most. */
  keeps: number
}

/** What a request to a simulator knows: its connection, and the fault that it has to be answered with. */
export type SimulatorEnv = { Bindings: Connection; Variables: { fault: FaultKind | undefined } }

export type SimulatorApp = Hono<SimulatorEnv>

/**
 * One provider: `/<name>/…` speaks its protocol, `/_sim/…` makes it act, `panel` is its part of the page `/_sim`.
 * It is made of the world, and what it keeps is its own.
 */
export type Simulator = {
  name: string
  /** How it can be broken beside what all can. */
  faults?: readonly OwnFault[]
  routes: (app: SimulatorApp) => void
  panel: () => Html
}

type Surroundings = Pick<World, 'now' | 'origin'> & {
  api?: World['api']
  patience?: Patience
  keeps?: number
  weather?: Weather
}

/** A world in which nothing has happened. */
export const newWorld = ({
  now,
  origin,
  api = () => undefined,
  patience = CLOCK,
  keeps = MAX_CONVERSIONS,
  weather,
}: Surroundings): World => ({
  now,
  origin,
  api,
  patience,
  people: peopleList(),
  codes: bounded(MAX_CODES),
  received: bounded(MAX_RECEIVED),
  faults: faultList(weather),
  keeps,
})
