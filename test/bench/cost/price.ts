import { type Stage, stageOf } from '../../../infra/aws/stage.ts'
import { stages } from '../../../infra/aws/stages.ts'
import { topology } from '../../../infra/topology.ts'
import { billOf, type Line } from './bill.ts'
import { deployedOf } from './deployed.ts'
import { floorOf } from './floor.ts'
import { type MeasuredThing, measureThings } from './measure.ts'
import { fixedLines, idleLines, keptLines } from './monthly.ts'

/** What one thing costs: one by one, in full batches, at the least, and kept for a month. */
export type Priced = Pick<MeasuredThing, 'name' | 'means' | 'most' | 'itemBytes'> & {
  alone: Line[]
  inBatches: Line[]
  floor: Line[]
  kept: Line[]
}

/** What everything costs at a stage. */
export type PriceList = { things: Priced[]; fixed: Line[]; idle: Line[]; unmeasured: string[]; stage: Stage }

const batchSizes = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'stream' ? [trigger.batchSize] : [],
)

const priced = ({ name, means, most, front, itemBytes, ...thing }: MeasuredThing, stage: Stage): Priced => ({
  name,
  means,
  most,
  itemBytes,
  alone: billOf(topology, thing.alone, stage),
  inBatches: billOf(topology, thing.inBatches, stage),
  floor: floorOf({ front, itemBytes, events: thing.alone.events, batch: Math.max(1, ...batchSizes) }, stage),
  kept: keptLines(thing.left),
})

/** Functions that nothing here starts: what they cost is in no bill. */
const unmeasured = (): string[] =>
  Object.entries(topology.functions).flatMap(
    ([
      name,
      {
        trigger: { kind },
      },
    ]) => (kind === 'queue' || kind === 'event' ? [name] : []),
  )

/** Measures, and prices a stage of `infra/aws/stages.ts`. Fails when there is no stage of that name. */
export const priceListOf = async (name: string): Promise<PriceList> => {
  const stage = stageOf(stages, name)
  const deployed = deployedOf(stage, name)
  const { things, metrics } = await measureThings(deployed)
  return {
    things: things.map((thing) => priced(thing, stage)),
    fixed: fixedLines({ ...deployed.fixed, metrics }),
    idle: idleLines(topology, stage),
    unmeasured: unmeasured(),
    stage,
  }
}
