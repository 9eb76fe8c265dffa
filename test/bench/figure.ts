export type Unit = 'ratio' | 'US dollars' | 'KB' | 'KB per 10,000' | 'ms' | 'µs' | 'per s' | 'units'

/** One side of a comparison: its median, its least and its greatest value. */
export type Side = { name: string; median: number; least: number; greatest: number; unit: Unit }

/** What was measured, and whether it is what the design asks for. */
export type Measured = {
  /** Its name in the design: P1, P2… Several figures may share one. */
  id: string
  what: string
  value: number
  unit: Unit
  /** What it must be, in words such as `≤ 0.5`; empty where it is told for information. */
  must: string
  /** Whether it is; always, where it is told for information. */
  holds: boolean
  sides?: readonly Side[]
  note?: string
}

/** What could not be measured on this machine, and why. */
export type Skipped = { id: string; what: string; skipped: string }

export type Figure = Measured | Skipped
