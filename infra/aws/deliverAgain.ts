import { text } from 'node:stream/consumers'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import { streamConsumers } from '../local/stream/streamDelivery.ts'
import { Refusal } from '../refusal.ts'
import { topology } from '../topology.ts'

const USAGE =
  'Usage: node infra/aws/deliverAgain.ts <function>, with the answer of `aws dynamodb query`, `aws dynamodb scan` or `aws dynamodbstreams get-records` on standard input'

type Item = Record<string, AttributeValue>

const Answer = z.union([
  z.object({ Items: z.array(z.record(z.string(), z.custom<AttributeValue>())) }),
  z.object({ Records: z.array(z.looseObject({})) }),
])

const PutAside = z.object({ sk: z.string(), image: z.record(z.string(), z.unknown()) })

/** A record of an item's latest change; of an item of the quarantine, the record that was put aside. */
const recordOf = (item: Item): object => {
  const { data } = PutAside.safeParse(unmarshall(item))
  return { eventName: 'MODIFY', dynamodb: { SequenceNumber: data?.sk ?? '0', NewImage: data?.image ?? item } }
}

const answerIn = (json: string): z.infer<typeof Answer> => {
  try {
    return Answer.parse(JSON.parse(json))
  } catch {
    throw new Refusal(USAGE)
  }
}

const wanted = (name: string | undefined, records: object[]): object[] => {
  const consumers = streamConsumers(topology)
  const consumer = consumers.find((one) => one.name === name)
  if (!consumer)
    throw new Refusal(`${USAGE}; functions that read the stream are ${consumers.map((one) => one.name).join(', ')}`)
  return records.filter(consumer.isWanted)
}

const main = async (name: string | undefined): Promise<void> => {
  const answer = answerIn(await text(process.stdin))
  const records = 'Items' in answer ? answer.Items.map(recordOf) : answer.Records
  const ours = wanted(name, records)
  process.stdout.write(`${JSON.stringify({ Records: ours })}\n`)
  process.stderr.write(`${ours.length} of ${records.length} records are for ${name}\n`)
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refusal ? error.message : (error as Error).stack}\n`)
  process.exitCode = 1
})
