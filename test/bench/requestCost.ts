import { startFaultyEngine } from '../harness/faultyEngine.ts'
import { type Cost, costOf } from '../harness/requestCost.ts'
import { buildFunction } from './builds.ts'
import { leadEvent, visitEvent, visitIdOf } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { withInstallation } from './installed.ts'
import { startFunction } from './side.ts'

/** A call, the status of its answer, and what it may cost. */
type Probe = { what: string; event: object; status: number; most: Cost }

/** In this order, after person 0 has submitted. */
const PROBES: readonly Probe[] = [
  { what: 'a capture', event: leadEvent(1), status: 201, most: { writes: 1, units: 2, reads: 1 } },
  { what: 'a visit', event: visitEvent(1), status: 202, most: { writes: 1, units: 1, reads: 0 } },
  {
    what: 'a capture that names a visit',
    event: leadEvent(2, { visitId: visitIdOf(1) }),
    status: 201,
    most: { writes: 1, units: 2, reads: 1 },
  },
  // Both writes may meet the whole lead, of up to two units.
  { what: 'a duplicate', event: leadEvent(1), status: 200, most: { writes: 2, units: 4, reads: 1 } },
]

const said = ({ writes, units, reads }: Cost): string =>
  `${writes} ${writes === 1 ? 'write' : 'writes'} of ${units} units in all, ${reads === 0 ? 'no' : reads} read`

const figureOf = ({ what, most }: Probe, cost: Cost): Figure => ({
  id: 'P4',
  what: `write units of ${what}`,
  value: cost.units,
  unit: 'units',
  must: `≤ ${said(most)}`,
  holds: cost.writes <= most.writes && cost.units <= most.units && cost.reads <= most.reads,
  note: said(cost),
})

/** P4: what the calls of the capture function cost of DynamoDB, once it knows the campaign. */
export const measureRequestCost = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directory = await buildFunction('capture', folder)
    return withInstallation(async ({ dynamodb, endpoint }) => {
      const engine = await startFaultyEngine(dynamodb)
      const capture = startFunction('capture', directory, { dynamodb: engine.url, endpoint })
      try {
        const call = (event: object, status: number) => capture.run({ inputs: [event], atOnce: 1 }, () => status)
        await call(leadEvent(0), 201)
        const figures: Figure[] = []
        for (const probe of PROBES)
          figures.push(figureOf(probe, await costOf(engine, () => call(probe.event, probe.status))))
        return figures
      } finally {
        capture.stop()
        await engine.close()
      }
    })
  })
