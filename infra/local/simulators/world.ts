import type { Hono } from 'hono'
import type { Html } from '../../../shared/web/html.ts'
import { type Bounded, bounded } from './bounded.ts'
import { type FaultKind, type FaultList, faultList } from './faults.ts'
import type { Connection } from './httpServer.ts'

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

/** What all simulated providers share. `origin` is where they are reached. */
export type World = {
  now: () => Date
  origin: () => string
  received: Bounded<Received>
  faults: FaultList
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
  routes: (app: SimulatorApp) => void
  panel: () => Html
}

/** A world in which nothing has happened. */
export const newWorld = (now: () => Date, origin: () => string): World => ({
  now,
  origin,
  received: bounded(MAX_RECEIVED),
  faults: faultList(),
})
