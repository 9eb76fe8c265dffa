import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { relay } from '../../functions/relay/relay.ts'
import { startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'
import { eventBridgeClient } from '../../shared/runtime/aws/clients.ts'
import { environmentOf } from '../harness/place.ts'
import { sampleLead } from '../store/sampleLead.ts'

type Entry = { Detail: string }

const idOf = ({ Detail }: Entry): string => (JSON.parse(Detail) as { id: string }).id

/** A bus that refuses single entries, as EventBridge does when it throttles; no engine on this machine does. */
const startBus = async () => {
  const taken: string[] = []
  const requests: number[] = []
  const refusals = new Map<string, number>()
  const isRefused = (id: string): boolean => {
    const left = refusals.get(id) ?? 0
    refusals.set(id, left - 1)
    return left > 0
  }
  const resultOf = (entry: Entry) => {
    const id = idOf(entry)
    if (isRefused(id)) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }
    taken.push(id)
    return { EventId: `bus-${id}` }
  }
  const endpoint = await startAwsEndpoint({
    'AWSEvents.PutEvents': ({ Entries }: { Entries: Entry[] }) => {
      requests.push(Entries.length)
      const results = Entries.map(resultOf)
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results }
    },
  })
  const bridge = eventBridgeClient({ environment: environmentOf(endpoint.url) })
  return {
    bridge,
    taken,
    requests,
    refuse: (id: string, times: number) => refusals.set(id, times),
    close: endpoint.close,
  }
}

const leads = Array.from({ length: 13 }, (_, n) => sampleLead(n))
const ids = leads.map(({ event }) => event.id)
const records = leads.map(
  (lead, n): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(n), NewImage: marshall(lead) as never },
  }),
)

describe('relay to a bus that refuses', () => {
  let bus: Awaited<ReturnType<typeof startBus>>
  beforeEach(async () => {
    bus = await startBus()
  })
  afterEach(() => bus.close())
  const deliver = () =>
    relay({ bridge: bus.bridge, bus: 'tuoke', quarantine: { orElse: async (_, work) => work() } })(records)

  it('sends refused entries again, alone, until they are taken', async () => {
    bus.refuse(ids[2] ?? '', 1)
    bus.refuse(ids[5] ?? '', 2)
    expect(await deliver()).toBeUndefined()
    expect([...bus.taken].sort()).toEqual([...ids].sort())
    expect(bus.requests).toEqual([10, 2, 1, 3])
  })

  it('asks for delivery again from the first entry that is refused for good, and loses none after it', async () => {
    bus.refuse(ids[4] ?? '', 100)
    bus.refuse(ids[8] ?? '', 100)
    expect(await deliver()).toBe(records[4])
    expect([...bus.taken].sort()).toEqual(ids.filter((_, n) => n !== 4 && n !== 8).sort())
  })
})
