import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import { builtFunctions, type HttpAnswer } from '../harness/builtWorld.ts'
import { startFresh } from '../harness/freshProcess.ts'
import { startInstallation } from '../harness/installation.ts'
import { lambdaEnvironment } from '../harness/lambdaEnvironment.ts'
import { recordedEvent, recordedNames } from '../harness/recordedEvents.ts'
import { type AwsCall, startRecordingProxy } from '../harness/recordingProxy.ts'
import { changing, reading } from '../recorder/requests.ts'
import { keyPolicyOf, mayWith, policiesOf } from './may.ts'
import { ACCOUNT, REGION } from './resolve.ts'
import { synthesize } from './synthesized.ts'

const names = Object.keys(topology.functions)
const requests = [...changing(''), ...reading({ key: '', leadId: '', leadToken: '', day: '' })]
const made = new Map<string, AwsCall[]>(names.map((name) => [name, []]))

type Own = Parameters<typeof recordedEvent>[2]

/** A built function whose every call of AWS is kept. */
const startWatched = async (name: string, installation: Awaited<ReturnType<typeof startInstallation>>) => {
  const [spec, bundle] = [topology.functions[name], (await builtFunctions())[name]]
  if (!spec || !bundle) throw new Error(`there is no function ${name}`)
  const calls = made.get(name) ?? []
  const dynamodb = await startRecordingProxy(installation.dynamodb, calls)
  const endpoint = await startRecordingProxy(installation.endpoint, calls)
  return startFresh(lambdaEnvironment(name, spec, { directory: bundle.directory, dynamodb, endpoint }))
}

beforeAll(async () => {
  const installation = await startInstallation()
  const started = new Map(
    await Promise.all(names.map(async (name) => [name, await startWatched(name, installation)] as const)),
  )
  let own: Own = { operatorKey: installation.operatorKey }
  for (const { name: request, status } of requests) {
    const name = names.find((one) => recordedNames(one).includes(request)) ?? ''
    const answer = (await started.get(name)?.invoke(recordedEvent(name, request, own))) as HttpAnswer
    expect({ request, status: answer.statusCode }).toEqual({ request, status })
    if (request === 'captureLead') own = { ...own, ...JSON.parse(answer.body ?? '') }
  }
  for (const name of ['relay', 'journal'])
    for (const batch of recordedNames(name)) await started.get(name)?.invoke(recordedEvent(name, batch))
})

type Key = { pk?: AttributeValue }
type Action = Record<string, { Item?: Key; Key?: Key }>
type Body = {
  Key?: Key
  Item?: Key
  ExpressionAttributeValues?: Record<string, AttributeValue>
  KeyConditionExpression?: string
  RequestItems?: Record<string, { Keys?: Key[] }>
  TransactItems?: Action[]
  EncryptionContext?: Record<string, string>
  Entries?: { Source: string }[]
}

const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`

const partitionOf = ({ pk }: Key = {}): string => pk?.S ?? ''

const queried = ({ KeyConditionExpression = '', ExpressionAttributeValues = {} }: Body): string => {
  const [, value = ''] = /\bpk = (:\w+)|#pk = (:\w+)/.exec(KeyConditionExpression)?.filter(Boolean) ?? []
  return ExpressionAttributeValues[value]?.S ?? ''
}

/** What IAM asks about a call: the action, and the partitions of the items it names. */
const onItems = (operation: string, body: Body): [action: string, partitions: string[]][] => {
  if (operation === 'TransactWriteItems')
    return (body.TransactItems ?? []).flatMap((action) =>
      Object.entries(action).map(([kind, { Item, Key }]): [string, string[]] => [
        kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`,
        [partitionOf(Item ?? Key)],
      ]),
    )
  if (operation === 'BatchGetItem')
    return [[operation, Object.values(body.RequestItems ?? {}).flatMap(({ Keys = [] }) => Keys.map(partitionOf))]]
  if (operation === 'BatchWriteItem') {
    const puts = Object.values(body.RequestItems as Record<string, { PutRequest: { Item: Key } }[]>).flat()
    return [[operation, puts.map(({ PutRequest }) => partitionOf(PutRequest.Item))]]
  }
  return [[operation, [operation === 'Query' ? queried(body) : partitionOf(body.Item ?? body.Key)]]]
}

const asked = ({
  target,
  body,
}: AwsCall): [action: string, resource: string, context: Record<string, string | string[]>][] => {
  const [service = '', operation = ''] = target.split('.')
  const { EncryptionContext = {}, Entries = [] } = body as Body
  if (service.startsWith('DynamoDB'))
    return onItems(operation, body as Body).map(([action, partitions]) => [
      `dynamodb:${action}`,
      at('dynamodb', 'table/Table'),
      { 'dynamodb:LeadingKeys': partitions },
    ])
  if (service === 'AWSEvents')
    return [
      [`events:${operation}`, at('events', 'event-bus/Bus'), { 'events:source': Entries.map(({ Source }) => Source) }],
    ]
  const context = Object.entries(EncryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])
  return [[`kms:${operation}`, at('kms', 'key/Key'), Object.fromEntries(context)]]
}

describe('every call of AWS that a function makes', () => {
  const templates = synthesize(stages.frankfurt, topology)
  const policies = policiesOf(templates, names)
  const may = mayWith(keyPolicyOf(templates))

  it.each(names)('is allowed to %s', async (name) => {
    const policy = policies.get(name)
    const questions = new Map(
      (made.get(name) ?? []).flatMap(asked).map((question) => [JSON.stringify(question), question]),
    )
    if (topology.functions[name]?.rights.table) expect(questions.size).toBeGreaterThan(0)
    const refused = await Promise.all(
      [...questions.values()].map(async (question) => (policy && (await may(policy, ...question)) ? [] : [question])),
    )
    expect(refused.flat()).toEqual([])
  })

  it('is seen with the items that it is about', () => {
    const kinds = (made.get('capture') ?? [])
      .flatMap(asked)
      .map(([action, , context]) => `${action} ${String(context['dynamodb:LeadingKeys']).split('#')[0]}`)
    expect(kinds).toEqual(
      expect.arrayContaining(['dynamodb:PutItem LEAD', 'dynamodb:GetItem CAMPAIGN', 'dynamodb:PutItem IDEMPOTENCY']),
    )
    const queries = (made.get('operations') ?? []).flatMap(asked).filter(([action]) => action === 'dynamodb:Query')
    expect(queries.flatMap(([, , context]) => context['dynamodb:LeadingKeys'])).not.toContain('')
  })
})
