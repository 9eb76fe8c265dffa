import { allItems, type StoredItem, TABLE_NAME } from '../harness/items.ts'
import type { Figure } from './figure.ts'
import type { Installed } from './installed.ts'
import { type RunningSide, startSide } from './side.ts'
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

/** Rounds of every concurrency, the sides in turn, after one of each that does not count. */
const compare = async (contenders: readonly Contender[]) => {
  for (const contender of contenders) for (const atOnce of CONCURRENCIES) await cpuPerCall(contender, atOnce)
  const results = CONCURRENCIES.map((atOnce) => ({ atOnce, cpu: contenders.map((): number[] => []) }))
  for (let round = 0; round < ROUNDS; round++)
    for (const { atOnce, cpu } of results)
      for (const [i, contender] of contenders.entries()) cpu[i]?.push(await cpuPerCall(contender, atOnce))
  return results
}

/** What a function's call puts: the sort key of its item, and how the n-th other one begins. */
export type PutByCall = {
  function: string
  running: RunningSide
  /** What an answer to a call is that put its item. */
  status: number
  eventOf: (n: number) => object
  sk: string
  /** What one call is for, and what it is told for besides. */
  what: string
  note: string
}

const itemsIn = async ({ dynamodb }: Installed, sk: string): Promise<StoredItem[]> =>
  (await allItems(dynamodb)).filter((item) => item.sk?.S === sk)

/** The item that is in the table, for the n-th other one: as long as it is, and under a key of its own. */
const itemLike = (item: StoredItem, n: number): StoredItem => {
  const { length } = item.pk?.S ?? ''
  const start = `${item.sk?.S}#put`
  return { ...item, pk: { S: start + String(n).padStart(length - start.length, '0') } }
}

const contend = async (installed: Installed, { running, status, eventOf, sk, what }: PutByCall) => {
  await running.run({ inputs: [eventOf(0)], atOnce: 1 }, () => status)
  const [item] = await itemsIn(installed, sk)
  if (!item) throw new Error(`the ${what} is not in the table`)
  const put = startSide('putItem.ts', { DYNAMODB: installed.dynamodb, TABLE_NAME })
  try {
    const contenders: Contender[] = [
      { running, status, inputOf: eventOf, made: 1 },
      { running: put, status: 200, inputOf: (n) => itemLike(item, n), made: 0 },
    ]
    const results = await compare(contenders)
    const made = contenders.reduce((sum, { made }) => sum + made, 0)
    const { length } = await itemsIn(installed, sk)
    if (length !== made) throw new Error(`${made} calls were answered, but ${length} items are in the table`)
    return results
  } finally {
    put.stop()
  }
}

type Result = { atOnce: number; cpu: number[][] }

const figureOf = (
  { function: name, what, note }: PutByCall,
  { atOnce, cpu: [ours = [], put = []] }: Result,
): Figure => {
  const isVerdict = atOnce === 1
  const value = rounded(median(ours) / median(put))
  return {
    id: 'P3',
    what: `CPU per ${what} ÷ a bare SDK PutItem of its item, ${isVerdict ? 'one' : atOnce} at a time`,
    value,
    unit: 'ratio',
    must: isVerdict ? `≤ ${MOST}` : '',
    holds: !isVerdict || value <= MOST,
    sides: [sideOf(`${name} as deployed`, ours, 'µs'), sideOf('SDK PutItem', put, 'µs')],
    ...(isVerdict && {
      note: `${note}${ROUNDS} rounds of ${CALLS} calls a side, in turn, each in a process of its own; Lambda calls one at a time. The SDK's side is spared marshalling.`,
    }),
  }
}

/** User and system time of a function's process, and of one that puts the same item with the AWS SDK and does nothing else. */
export const besidePutItem = async (installed: Installed, call: PutByCall): Promise<Figure[]> =>
  (await contend(installed, call)).map((result) => figureOf(call, result))
