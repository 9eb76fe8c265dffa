import { AwsError, startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'

type Shard = { id: string; parent?: string; numbers: number[]; isClosed: boolean }
type Position = { shard: string; after: number; age: number }
type IteratorInput = { ShardId: string; ShardIteratorType: string; SequenceNumber?: string }
type State = { shards: Map<string, Shard>; asked: string[]; trimmed: number; age: number; failures: number }

const PAGE = 4

const shardOf = ({ shards }: State, id: string): Shard => {
  const shard = shards.get(id)
  if (!shard) throw new AwsError('ResourceNotFoundException', `Requested resource not found: ${id}`)
  return shard
}

/** One shard a page. */
const describe = (state: State, after: string | undefined) => {
  if (state.failures-- > 0) throw new AwsError('LimitExceededException', 'Not now.')
  const all = [...state.shards.values()]
  const at = all.findIndex(({ id }) => id === after) + 1
  const page = all.slice(at, at + 1)
  return {
    StreamDescription: {
      Shards: page.map(({ id, parent }) => ({ ShardId: id, ParentShardId: parent })),
      ...(at + 1 < all.length && { LastEvaluatedShardId: page[0]?.id }),
    },
  }
}

const iterator = (state: State, { ShardId, ShardIteratorType, SequenceNumber }: IteratorInput) => {
  state.asked.push([ShardId, ShardIteratorType, SequenceNumber].filter(Boolean).join(' '))
  shardOf(state, ShardId)
  const after = ShardIteratorType === 'TRIM_HORIZON' ? state.trimmed : Number(SequenceNumber)
  if (after < state.trimmed) throw new AwsError('TrimmedDataAccessException', 'The records were trimmed.')
  return { ShardIterator: JSON.stringify({ shard: ShardId, after, age: state.age }) }
}

const records = (state: State, { shard, after, age }: Position) => {
  const { id, numbers, isClosed } = shardOf(state, shard)
  if (age < state.age) throw new AwsError('ExpiredIteratorException', 'The iterator is older than 15 minutes.')
  if (after < state.trimmed) throw new AwsError('TrimmedDataAccessException', 'The records were trimmed.')
  const page = numbers.filter((n) => n > after).slice(0, PAGE)
  const next = page.at(-1) ?? after
  const isOver = isClosed && next >= (numbers.at(-1) ?? 0)
  return {
    Records: page.map((n) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(n), Keys: { pk: { S: id }, sk: { S: String(n) } } },
    })),
    ...(!isOver && { NextShardIterator: JSON.stringify({ shard: id, after: next, age: state.age }) }),
  }
}

const serve = (state: State) =>
  startAwsEndpoint({
    'DynamoDBStreams_20120810.DescribeStream': (input: { ExclusiveStartShardId?: string }) =>
      describe(state, input.ExclusiveStartShardId),
    'DynamoDBStreams_20120810.GetShardIterator': (input: IteratorInput) => iterator(state, input),
    'DynamoDBStreams_20120810.GetRecords': (input: { ShardIterator: string }) =>
      records(state, JSON.parse(input.ShardIterator) as Position),
  })

/** DynamoDB Streams with as many shards as a test wants, which split, end, expire and are trimmed as AWS's do. */
export const startFakeStreams = async () => {
  const state: State = { shards: new Map(), asked: [], trimmed: 0, age: 0, failures: 0 }
  const { url, close } = await serve(state)
  return {
    endpoint: url,
    close,
    streamArn: 'arn:aws:dynamodb:local:000000000000:table/fake/stream/1',
    /** Which iterators were asked for. */
    asked: state.asked,
    open: (id: string, numbers: number[] = [], parent?: string): void => {
      state.shards.set(id, { id, parent, numbers, isClosed: false })
    },
    add: (id: string, ...numbers: number[]): void => void shardOf(state, id).numbers.push(...numbers),
    end: (id: string): void => {
      shardOf(state, id).isClosed = true
    },
    remove: (id: string): void => void state.shards.delete(id),
    /** Makes all iterators given out so far too old. */
    expireIterators: (): void => {
      state.age += 1
    },
    /** Refuses to be described some times. */
    failNext: (times: number): void => {
      state.failures = times
    },
    /** Drops the records up to a number. */
    trim: (upTo: number): void => {
      state.trimmed = upTo
      for (const shard of state.shards.values()) shard.numbers = shard.numbers.filter((n) => n > upTo)
    },
  }
}
