import { startEngine } from '../../../infra/local/engine/engine.ts'
import { findEngine } from '../../../infra/local/engine/engineBinary.ts'
import { attempt } from '../../faults/deliveries.ts'
import { capture } from '../../faults/invited.ts'
import type { Server } from '../../faults/server.ts'
import { CAMPAIGNS, type Happening, openidOf } from '../../faults/stories.ts'
import { type FaultyEngine, type Seen, startFaultyEngine } from '../../harness/faultyEngine.ts'
import { type Cost, costOf } from '../../harness/requestCost.ts'
import type { Figure } from '../figure.ts'
import { tableOf } from '../table.ts'
import { withListener } from './place.ts'

/** Of the design: items that are written. */
const MOST = 2

/** Something that is told of the n-th person, and how many items it may write. */
type Probe = { what: string; n: number; happening: Happening; most: number }

/** In this order, after others have followed both ways. */
const probesOf = (leadId: string, at: number): readonly Probe[] => {
  const follow: Happening = { event: 'subscribe', at, scene: leadId }
  return [
    { what: 'a follow by the code of a lead', n: 1, happening: follow, most: MOST },
    { what: 'a follow by none of our codes', n: 2, happening: { event: 'subscribe', at }, most: MOST },
    // Tried as that of somebody new, and refused.
    { what: 'the same follow again', n: 1, happening: follow, most: MOST },
    { what: 'a leave', n: 1, happening: { event: 'unsubscribe', at: at + 30 }, most: MOST },
  ]
}

/** Items that transactions about followers write. */
const itemsIn = (seen: readonly Seen[]): { transactions: number; items: number } => {
  const own = seen.filter(({ operation, body }) => operation === 'TransactWriteItems' && body.includes('FOLLOWER#'))
  const items = own.reduce((sum, { body }) => sum + (JSON.parse(body).TransactItems as unknown[]).length, 0)
  return { transactions: own.length, items }
}

const figureOf = ({ what, most }: Probe, { reads, writes, units }: Cost, seen: readonly Seen[]): Figure => {
  const { transactions, items } = itemsIn(seen)
  const written = writes - transactions + items
  return {
    id: 'P4',
    what: `write units of ${what}`,
    value: units,
    unit: 'units',
    must: `≤ ${most} writes`,
    holds: written <= most,
    note: `${written} items written in ${writes} requests, ${transactions} of them a transaction; ${reads} reads.`,
  }
}

const measureOn = async (server: Server, engine: FaultyEngine): Promise<Figure[]> => {
  const tell = async (n: number, happening: Happening): Promise<void> => {
    const status = await attempt(server.url, openidOf(n), happening)
    if (status !== 200) throw new Error(`a ${happening.event} was answered ${status ?? 'nothing'}`)
  }
  const at = Math.floor(Date.now() / 1000) - 60
  const [warm, own] = [await capture(server, CAMPAIGNS.other, 0), await capture(server, CAMPAIGNS.other, 1)]
  await tell(3, { event: 'subscribe', at, scene: warm })
  await tell(4, { event: 'subscribe', at })
  const figures: Figure[] = []
  for (const probe of probesOf(own, at)) {
    const work = () => tell(probe.n, probe.happening)
    const { result, seen } = await engine.watch(() => costOf(engine, work))
    figures.push(figureOf(probe, result, seen))
  }
  return figures
}

/** P4: what events of an account cost of DynamoDB, once the account and its campaigns are known. */
export const measureFollowCost = async (): Promise<Figure[]> => {
  const memory = await startEngine(findEngine(), {})
  const engine = await startFaultyEngine(memory.url)
  try {
    return await withListener((server) => measureOn(server, engine), engine.url)
  } finally {
    await engine.close()
    await memory.stop()
  }
}

if (import.meta.main) process.stdout.write(tableOf(await measureFollowCost()))
