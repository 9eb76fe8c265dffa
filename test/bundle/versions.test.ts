import { beforeAll, describe, expect, it } from 'vitest'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import { type BuiltWorld, type HttpAnswer, startBuiltWorld } from '../harness/builtWorld.ts'
import { allItems, isJournaled, type StoredItem } from '../harness/items.ts'
import { placeholders, recordedEvent } from '../harness/recordedEvents.ts'
import { startFunction } from '../harness/startFunction.ts'
import { type StoredVersion, storedVersion, storedVersions } from '../harness/storedVersion.ts'

const bodyOf = ({ body = '' }: Pick<HttpAnswer, 'body'>): object => JSON.parse(body)

const deliver = async (world: BuiltWorld, { batches }: StoredVersion): Promise<void> => {
  for (const { functionName, event } of batches)
    expect(await world.invoke(functionName, event)).toEqual({ batchItemFailures: [] })
}

const isCounter = ({ pk }: StoredItem): boolean => pk?.S?.startsWith('COUNTER#') ?? false

/** What counters say by all but their shard: it is the sum over the shards that is read. */
const sumsIn = (items: readonly StoredItem[]): Record<string, Record<string, number>> => {
  const sums: Record<string, Record<string, number>> = {}
  for (const { pk, sk, ...counts } of items.filter(isCounter)) {
    const place = `${pk?.S?.replace(/#\d+$/, '')} ${sk?.S}`
    const sum = sums[place] ?? {}
    for (const [name, { N = '0' }] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + Number(N)
    sums[place] = sum
  }
  return sums
}

/** What the journal left among some items. */
const journaledIn = (items: readonly StoredItem[]) => {
  const all = items.filter(isJournaled)
  return { entriesAndPlaces: all.filter((item) => !isCounter(item)), sums: sumsIn(all) }
}

const journaled = async ({ dynamodb }: BuiltWorld) => journaledIn(await allItems(dynamodb))

describe.each(storedVersions)('on the table of version %s', (number) => {
  const version = storedVersion(number)
  const { items } = version.installation
  const of = (name: string) => {
    const found = version.exchanges.find((exchange) => exchange.name === name)
    if (!found) throw new Error(`version ${number} has no ${name}`)
    return found
  }

  describe('before its consumers', () => {
    let world: BuiltWorld
    beforeAll(async () => {
      const stored = { ...version.installation, items: items.filter((item) => !isJournaled(item)) }
      world = await startBuiltWorld(startFunction, stored)
      await deliver(world, version)
    })

    it('the same events are published', () => {
      expect(world.published()).toMatchObject(version.published)
    })

    it('the same entries, rosters and counters are written', async () => {
      expect(await journaled(world)).toMatchObject(journaledIn(items))
    })
  })

  describe('after its consumers', () => {
    let world: BuiltWorld
    beforeAll(async () => {
      world = await startBuiltWorld(startFunction, version.installation)
    })

    it('what is delivered to both versions is counted once', async () => {
      await deliver(world, version)
      expect(await journaled(world)).toMatchObject(journaledIn(items))
    })

    it.each(version.exchanges.filter(({ name }) => name !== 'getLead'))(
      '$name is answered as before',
      async ({ functionName, event, answer }) => {
        const now = await world.ask(functionName, placeholders.fill(event, { operatorKey: world.operatorKey }))
        expect(now.statusCode).toBe(answer.statusCode)
        expect(bodyOf(now)).toMatchObject(bodyOf(answer))
      },
    )

    it('a person who comes back is the same lead, and looks at it with a new token', async () => {
      const { leadId } = LeadVerdict.parse(bodyOf(of('captureLead').answer))
      const again = await world.ask('capture', recordedEvent('capture', 'repeatLead'))
      const { outcome, leadToken, ...verdict } = LeadVerdict.parse(bodyOf(again))
      expect({ outcome, leadId: verdict.leadId }).toEqual({ outcome: 'duplicate', leadId })
      const lead = await world.ask('capture', placeholders.fill(of('getLead').event, { leadToken }))
      expect(bodyOf(lead)).toMatchObject(bodyOf(of('getLead').answer))
    })
  })
})
