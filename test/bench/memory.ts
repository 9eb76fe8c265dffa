import { buildFunction } from './builds.ts'
import { leadEvent, visitEvent } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { withInstallation } from './installed.ts'
import type { Done } from './processes/jobs.ts'
import { type RunningSide, startFunction } from './side.ts'
import { rounded, sideOf, slopeOf } from './statistics.ts'

const REQUESTS = 100_000
const PER_JOB = 1000
const PER_SAMPLE = 10_000
const WARM_UP = 20_000
const AT_ONCE = 4
const MOST_KB = 1000

type Request = { event: object; status: number }

const times = (count: number, requestOf: (i: number) => Request): Request[] =>
  Array.from({ length: count }, (_, i) => requestOf(i))

/** New leads, then repetitions of the first of them, then visits: as many as one job has. */
const mixFrom = (from: number): Request[] => [
  ...times(PER_JOB * 0.6, (i) => ({ event: leadEvent(from + i), status: 201 })),
  ...times(PER_JOB * 0.2, (i) => ({ event: leadEvent(from + i), status: 200 })),
  ...times(PER_JOB * 0.2, (i) => ({ event: visitEvent(from + i), status: 202 })),
]

type Sample = { requests: number; memory: Done['memory'] }

/** The memory of the process after its garbage is collected, every so many requests from the end of the warm-up on. */
const sample = async (capture: RunningSide): Promise<Sample[]> => {
  const samples: Sample[] = []
  for (let from = 0; from < REQUESTS; from += PER_JOB) {
    const mix = mixFrom(from)
    const job = { inputs: mix.map(({ event }) => event), atOnce: AT_ONCE }
    const { memory } = await capture.run(job, (i) => mix[i]?.status ?? 0)
    const requests = from + PER_JOB
    if (requests % PER_SAMPLE === 0 && requests >= WARM_UP) samples.push({ requests, memory })
  }
  return samples
}

const growth = (samples: readonly Sample[], of: keyof Done['memory']) => {
  const points = samples.map(({ requests, memory }) => ({ x: requests / 10_000, y: memory[of] / 1000 }))
  const values = points.map(({ y }) => y)
  return { slope: rounded(slopeOf(points)), side: sideOf(of === 'rss' ? 'resident set' : 'heap in use', values, 'KB') }
}

const figuresOf = (samples: readonly Sample[]): Figure[] => {
  const [resident, heap] = [growth(samples, 'rss'), growth(samples, 'heapUsed')]
  const base = { id: 'P8', unit: 'KB per 10,000' } as const
  return [
    {
      ...base,
      what: 'growth of the resident set of a function process',
      value: resident.slope,
      must: `< ${MOST_KB}`,
      holds: resident.slope < MOST_KB,
      sides: [resident.side],
      note: `Slope from ${WARM_UP} to ${REQUESTS} requests: three new leads to a repetition and a visit, ${AT_ONCE} at a time; garbage collected before each sample.`,
    },
    {
      ...base,
      what: 'growth of its heap in use',
      value: heap.slope,
      must: `< ${MOST_KB}`,
      holds: heap.slope < MOST_KB,
      sides: [heap.side],
    },
  ]
}

/** P8: whether the capture function keeps memory of what it served. */
export const measureMemory = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directory = await buildFunction('capture', folder)
    return withInstallation(async (installed) => {
      const capture = startFunction('capture', directory, installed, ['--expose-gc'])
      try {
        return figuresOf(await sample(capture))
      } finally {
        capture.stop()
      }
    })
  })
