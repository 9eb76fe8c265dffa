import type { FunctionSpec, Rights, TableAction } from '../topologySpec.ts'

/** One statement of an IAM policy. */
export type Statement = {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string
  Condition?: Record<string, Record<string, string | string[]>>
}

/** The ARNs that rights are about. */
export type Places = {
  table: string
  stream: string
  key: string
  bus: string
  logs: string
  deadLetters: string
  queue: (name: string) => string
  /** The name by which KMS knows that DynamoDB calls for somebody. */
  dynamoDbService: string
}

const READS = new Set<TableAction>(['GetItem', 'BatchGetItem', 'Query'])

/** Only items whose partition key starts with these words. A request without a key is none of them. */
const onItems = (items: readonly string[]): Statement['Condition'] => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': items.flatMap((item) => [item, `${item}#*`]) },
  Null: { 'dynamodb:LeadingKeys': 'false' },
})

const tableStatements = ({ table = [] }: Rights, at: Places): Statement[] =>
  table.map(({ actions, items }, i) => ({
    Sid: `Table${i + 1}`,
    Effect: 'Allow',
    Action: actions.map((action) => `dynamodb:${action}`),
    Resource: at.table,
    Condition: onItems(items),
  }))

/** The table is encrypted with our key: DynamoDB uses it in the caller's name, and nobody else may through this. */
const storageStatement = ({ rights, trigger }: FunctionSpec, at: Places): Statement[] => {
  const actions = (rights.table ?? []).flatMap((right) => right.actions)
  const isWriter = actions.some((action) => !READS.has(action))
  if (actions.length === 0 && trigger.kind !== 'stream') return []
  const writing = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']
  return [
    {
      Sid: 'StorageKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', ...(isWriter ? writing : [])],
      Resource: at.key,
      Condition: { StringEquals: { 'kms:ViaService': at.dynamoDbService } },
    },
  ]
}

/** The purpose that the key ring is wrapped for. */
const RING_PURPOSE = 'tuoke-key-ring'

const otherStatements = ({ keys, putEvents, sendTo = [], countIn = [] }: Rights, at: Places): Statement[] => [
  ...(keys
    ? [
        {
          Sid: 'KeyRing',
          Effect: 'Allow' as const,
          Action: keys.map((action) => `kms:${action}`),
          Resource: at.key,
          Condition: { StringEquals: { 'kms:EncryptionContext:purpose': RING_PURPOSE } },
        },
      ]
    : []),
  ...(putEvents
    ? [
        {
          Sid: 'Bus',
          Effect: 'Allow' as const,
          Action: ['events:PutEvents'],
          Resource: at.bus,
          // One call carries several events: each must be ours.
          Condition: { 'ForAllValues:StringEquals': { 'events:source': 'tuoke' }, Null: { 'events:source': 'false' } },
        },
      ]
    : []),
  ...sendTo.map((queue, i) => ({
    Sid: `Send${i + 1}`,
    Effect: 'Allow' as const,
    Action: ['sqs:SendMessage'],
    Resource: at.queue(queue),
  })),
  ...countIn.map((queue, i) => ({
    Sid: `Count${i + 1}`,
    Effect: 'Allow' as const,
    Action: ['sqs:GetQueueAttributes'],
    Resource: at.queue(queue),
  })),
]

const sends = (at: Places): Statement => ({
  Sid: 'DeadLetters',
  Effect: 'Allow',
  Action: ['sqs:SendMessage'],
  Resource: at.deadLetters,
})

const triggerStatements = ({ trigger }: FunctionSpec, at: Places): Statement[] => {
  if (trigger.kind === 'stream') {
    const Action = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((a) => `dynamodb:${a}`)
    return [
      { Sid: 'Stream', Effect: 'Allow', Action, Resource: at.stream },
      { Sid: 'Streams', Effect: 'Allow', Action: ['dynamodb:ListStreams'], Resource: '*' },
      sends(at),
    ]
  }
  if (trigger.kind === 'queue') {
    const Action = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage']
    return trigger.queues.map((queue, i) => ({
      Sid: `Receive${i + 1}`,
      Effect: 'Allow',
      Action: Action.map((a) => `sqs:${a}`),
      Resource: at.queue(queue),
    }))
  }
  return trigger.kind === 'http' ? [] : [sends(at)]
}

/** Everything that a function may do, with exact actions and resources; all else is denied. */
export const statementsOf = (spec: FunctionSpec, at: Places): Statement[] => [
  {
    Sid: 'Logs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `${at.logs}:log-stream:*`,
  },
  ...tableStatements(spec.rights, at),
  ...storageStatement(spec, at),
  ...otherStatements(spec.rights, at),
  ...triggerStatements(spec, at),
]

/** Lambda puts a function into a network with these; they know no narrower resource. */
export const networkStatement: Statement = {
  Sid: 'Network',
  Effect: 'Allow',
  Action: [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
}
