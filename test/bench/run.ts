/** Measures the figures that are named, or all: `npm run bench -- P1 P3`. Ends in failure when one is not as it must be. */
import { measureBundleSizes } from './bundleSizes.ts'
import { measureClickCpu } from './clickCpu.ts'
import { measureClickLatency } from './clickLatency.ts'
import { measureCost } from './cost/verdict.ts'
import type { Figure } from './figure.ts'
import { measureFollowCost } from './follows/cost.ts'
import { measureFollowLatency } from './follows/latency.ts'
import { measureFreshness } from './freshness.ts'
import { measureHandlerCpu } from './handlerCpu.ts'
import { measureImportTime } from './importTime.ts'
import { measureMemory } from './memory.ts'
import { measureOnboarding } from './onboarding/measure.ts'
import { measureThroughput } from './peers/throughput.ts'
import { measureRequestCost } from './requestCost.ts'
import { keepFigures } from './results.ts'
import { measureScale } from './scale.ts'
import { tableOf } from './table.ts'

const MEASURES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  P1: measureImportTime,
  P2: measureBundleSizes,
  P3: async () => [...(await measureHandlerCpu()), ...(await measureClickCpu()), ...(await measureOnboarding())],
  P4: async () => [...(await measureRequestCost()), ...(await measureFollowCost())],
  P5: measureThroughput,
  P6: measureScale,
  P7: measureFreshness,
  P8: measureMemory,
  P9: measureCost,
  F1: measureFollowLatency,
  C1: measureClickLatency,
}

const chosen = (names: readonly string[]): string[] => {
  const unknown = names.find((name) => !(name in MEASURES))
  if (unknown !== undefined)
    throw new Error(`${unknown} is not measured here: name some of ${Object.keys(MEASURES).join(', ')}`)
  return Object.keys(MEASURES).filter((id) => names.length === 0 || names.includes(id))
}

const measureOne = async (id: string): Promise<Figure[]> => {
  process.stderr.write(`measuring ${id}\n`)
  const figures = (await MEASURES[id]?.()) ?? []
  keepFigures(id, figures)
  return figures
}

const figures: Figure[] = []
for (const id of chosen(process.argv.slice(2))) figures.push(...(await measureOne(id)))
process.stdout.write(`\n${tableOf(figures)}`)
process.exitCode = figures.every((figure) => 'skipped' in figure || figure.holds) ? 0 : 1
