import { allItems, type StoredItem, TABLE_NAME } from '../harness/items.ts'
import { buildFunction } from './builds.ts'
import { leadEvent } from './events.ts'
import type { Figure } from './figure.ts'
import { inFolder } from './folder.ts'
import { type Installed, withInstallation } from './installed.ts'
import { type RunningSide, startFunction, startSide } from './side.ts'
import { median, rounded, sideOf } from './statistics.ts'

const ROUNDS = 5
const CALLS = 2000
const CONCURRENCIES = [1, 16]
const MOST = 1.5

/** A side that makes its n-th call with its n-th input; `status` says that it was done. */
type Contender = { running: RunningSide; status: number; inputOf: (n: number) => unknown; made: number }

/** CPU microseconds per call, of calls that were not made before. */
const cpuPerCall = async (contender: Contender, atOnce: number): Promise<number> => {
  const { running, status, inputOf, made } = contender
  const inputs = Array.from({ length: CALLS }, (_, i) => inputOf(made + i))
  contender.made += CALLS
  const { cpuMicroseconds } = await running.run({ inputs, atOnce }, () => status)
  return cpuMicroseconds / CALLS
}

const leadsIn = async ({ dynamodb }: Installed): Promise<StoredItem[]> =>
  (await allItems(dynamodb)).filter(({ sk }) => sk?.S === 'LEAD')

/** The item of the lead that is in the table, for the n-th other lead. */
const itemLike = (lead: StoredItem, n: number): StoredItem => {
  const { length } = lead.pk?.S ?? ''
  return { ...lead, pk: { S: `LEAD#put${String(n).padStart(length - 'LEAD#put'.length, '0')}` } }
}

/** Rounds of every concurrency, the sides in turn, after one of each that does not count. */
const compare = async (contenders: readonly Contender[]) => {
  for (const contender of contenders) for (const atOnce of CONCURRENCIES) await cpuPerCall(contender, atOnce)
  const results = CONCURRENCIES.map((atOnce) => ({ atOnce, cpu: contenders.map((): number[] => []) }))
  for (let round = 0; round < ROUNDS; round++)
    for (const { atOnce, cpu } of results)
      for (const [i, contender] of contenders.entries()) cpu[i]?.push(await cpuPerCall(contender, atOnce))
  return results
}

const contend = async (installed: Installed, capture: RunningSide) => {
  await capture.run({ inputs: [leadEvent(0)], atOnce: 1 }, () => 201)
  const [lead] = await leadsIn(installed)
  if (!lead) throw new Error('the lead is not in the table')
  const put = startSide('putItem.ts', { DYNAMODB: installed.dynamodb, TABLE_NAME })
  try {
    const contenders: Contender[] = [
      { running: capture, status: 201, inputOf: leadEvent, made: 1 },
      { running: put, status: 200, inputOf: (n) => itemLike(lead, n), made: 0 },
    ]
    const results = await compare(contenders)
    const made = contenders.reduce((sum, { made }) => sum + made, 0)
    const { length } = await leadsIn(installed)
    if (length !== made) throw new Error(`${made} leads were answered for, but ${length} are in the table`)
    return results
  } finally {
    put.stop()
  }
}

const figureOf = ({ atOnce, cpu: [ours = [], put = []] }: { atOnce: number; cpu: number[][] }): Figure => {
  const isVerdict = atOnce === 1
  const value = rounded(median(ours) / median(put))
  return {
    id: 'P3',
    what: `CPU per accepted lead ÷ a bare SDK PutItem of its item, ${isVerdict ? 'one' : atOnce} at a time`,
    value,
    unit: 'ratio',
    must: isVerdict ? `≤ ${MOST}` : '',
    holds: !isVerdict || value <= MOST,
    sides: [sideOf('capture as deployed', ours, 'µs'), sideOf('SDK PutItem', put, 'µs')],
    ...(isVerdict && {
      note: `Stretch 0.7. ${ROUNDS} rounds of ${CALLS} calls a side, in turn, each in a process of its own; Lambda calls one at a time. The SDK's side is spared marshalling.`,
    }),
  }
}

/** P3: user and system time of the capture function's process, and of one that puts the same item with the AWS SDK and does nothing else. */
export const measureHandlerCpu = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const directory = await buildFunction('capture', folder)
    return withInstallation(async (installed) => {
      const capture = startFunction('capture', directory, installed)
      try {
        return (await contend(installed, capture)).map(figureOf)
      } finally {
        capture.stop()
      }
    })
  })
