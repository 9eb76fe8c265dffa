import { DynamoDB, type TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { startFaultyEngine } from '../../harness/faultyEngine.ts'
import { TABLE_NAME } from '../../harness/items.ts'
import type { Figure } from '../figure.ts'
import { withInstallation } from '../installed.ts'
import { median, rounded, sideOf } from '../statistics.ts'
import { tableOf } from '../table.ts'
import { openPlace } from './place.ts'
import { type Customer, newCustomer, prepare, STEPS, type Step, WORK } from './steps.ts'

const ROUNDS = 5
const CUSTOMERS = 1000
/** Of the design: beside a bare transaction of the same items through the AWS SDK. */
const MOST = 2.5

/** CPU microseconds of each of so many calls in this process. */
const cpuOf = async (count: number, work: (i: number) => Promise<unknown>): Promise<number> => {
  const from = process.cpuUsage()
  for (let i = 0; i < count; i++) await work(i)
  const { user, system } = process.cpuUsage(from)
  return (user + system) / count
}

type Result = { ours: number[]; bare: number[]; transactions: number }

/** The transaction that a step made, its items put again under keys of their own. */
const bareOf = (body: string): ((name: string) => TransactWriteItem[]) => {
  const { TransactItems = [] } = JSON.parse(body) as { TransactItems?: TransactWriteItem[] }
  return (name) =>
    TransactItems.map(({ Put, Update }, i) => ({
      Put: {
        TableName: TABLE_NAME,
        Item: { ...Put?.Item, ...Update?.ExpressionAttributeValues, pk: { S: `BARE#${name}-${i}` }, sk: { S: 'BARE' } },
      },
    }))
}

const figuresOf = (step: Step, { ours, bare, transactions }: Result): Figure[] => {
  const value = rounded(median(ours) / median(bare))
  return [
    {
      id: 'P4',
      what: `transactions of a ${step}`,
      value: transactions,
      unit: 'units',
      must: '= 1',
      holds: transactions === 1,
    },
    {
      id: 'P3',
      what: `CPU of a ${step} ÷ a bare SDK transaction of its items`,
      value,
      unit: 'ratio',
      must: `≤ ${MOST}`,
      holds: value <= MOST,
      sides: [sideOf(step, ours, 'µs'), sideOf('SDK transaction', bare, 'µs')],
      note: `${ROUNDS} rounds of ${CUSTOMERS} a side, in turn, in one process, one at a time.`,
    },
  ]
}

/** What registration, submission and decision cost: transactions, and CPU beside a bare transaction of the same items. */
export const measureOnboarding = (): Promise<Figure[]> =>
  withInstallation(async ({ dynamodb }) => {
    const engine = await startFaultyEngine(dynamodb)
    const watched = await openPlace(engine.url)
    const place = await openPlace(dynamodb)
    const sdk = new DynamoDB({ endpoint: dynamodb })
    const results = new Map<Step, Result>(STEPS.map((step) => [step, { ours: [], bare: [], transactions: 0 }]))

    const measureStep = async (step: Step, round: number, customers: readonly Customer[]): Promise<void> => {
      const [first, ...rest] = customers
      const result = results.get(step)
      if (!first || !result) throw new Error('there is no customer')
      const { seen } = await engine.watch(() => WORK[step](watched, first))
      const transactions = seen.filter(({ operation }) => operation === 'TransactWriteItems')
      const items = bareOf(transactions[0]?.body ?? '{}')
      const ours = await cpuOf(rest.length, (i) => WORK[step](place, rest[i] ?? first))
      const bare = await cpuOf(rest.length, (i) =>
        sdk.transactWriteItems({ TransactItems: items(`${round}-${step}-${i}`) }),
      )
      result.transactions = transactions.length
      if (round === 0) return
      result.ours.push(ours)
      result.bare.push(bare)
    }

    try {
      for (let round = 0; round <= ROUNDS; round++) {
        const customers: Customer[] = []
        for (let i = 0; i < CUSTOMERS; i++) customers.push(await newCustomer(place, round * CUSTOMERS + i))
        await measureStep('registration', round, customers)
        for (const customer of customers) await prepare(place, customer)
        await measureStep('submission', round, customers)
        await measureStep('decision', round, customers)
      }
      return STEPS.flatMap((step) => figuresOf(step, results.get(step) ?? { ours: [], bare: [], transactions: 0 }))
    } finally {
      await watched.close()
      await place.close()
      await engine.close()
    }
  })

if (import.meta.main) process.stdout.write(tableOf(await measureOnboarding()))
