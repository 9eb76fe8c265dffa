import { describe, expect, it } from 'vitest'
import { everyChoice, everyKind } from './everyKind.ts'
import { keyPolicyOf, mayWith, type Policy, policiesOf } from './may.ts'
import { ACCOUNT, REGION } from './resolve.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const templates = synthesize(everyChoice, everyKind)
const names = Object.keys(everyKind.functions)
const policies = policiesOf(templates, names)
const may = mayWith(keyPolicyOf(templates))
const policyOf = (name: string): Policy => policies.get(name) ?? { Version: '', Statement: [] }

const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
const TABLE = at('dynamodb', 'table/Table')
const KEY = at('kms', 'key/Key')
const BUS = at('events', 'event-bus/Bus')
const CALLS = at('sqs', 'CallsQueue')
const RING = { 'kms:EncryptionContext:purpose': 'tuoke-key-ring' }
const THROUGH_TABLE = { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com` }

type Call = [action: string, resource: string, context?: Record<string, string | string[]>]

const item = (action: string, ...partitions: string[]): Call => [
  `dynamodb:${action}`,
  TABLE,
  { 'dynamodb:LeadingKeys': partitions },
]

const ALLOWED: Record<string, Call[]> = {
  capture: [
    item('GetItem', 'CAMPAIGN#c'),
    item('GetItem', 'KEYRING'),
    item('PutItem', 'LEAD#ld_1'),
    item('UpdateItem', 'LEAD#ld_1'),
    item('PutItem', 'IDEMPOTENCY#i'),
    ['kms:Decrypt', KEY, RING],
    ['kms:GenerateDataKey', KEY, THROUGH_TABLE],
    ['logs:PutLogEvents', at('logs', 'log-group:CaptureLogs:log-stream:a')],
  ],
  operations: [
    item('Query', 'COUNTER#c'),
    item('BatchWriteItem', 'SPEND#c#2026-11'),
    item('DeleteItem', 'KEY#k'),
    item('BatchGetItem', 'LEAD#a', 'LEAD#b'),
  ],
  pages: [item('GetItem', 'CAMPAIGN#c'), ['kms:Decrypt', KEY, THROUGH_TABLE]],
  docs: [],
  relay: [
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
    ['dynamodb:GetRecords', `${TABLE}/stream/2026-11-26T00:00:00.000`],
    ['dynamodb:ListStreams', '*'],
    ['sqs:SendMessage', at('sqs', 'RelayDeadLetters')],
    item('PutItem', 'QUARANTINE#relay'),
  ],
  journal: [
    item('PutItem', 'LEAD#ld_1'),
    item('UpdateItem', 'COUNTER#c'),
    item('BatchWriteItem', 'ROSTER#c', 'ROSTER#d'),
  ],
  send: [
    ['sqs:ReceiveMessage', CALLS],
    ['sqs:DeleteMessage', CALLS],
    ['ec2:CreateNetworkInterface', '*'],
  ],
  decide: [['sqs:SendMessage', CALLS]],
  sweep: [item('Query', 'ROSTER#c#2026-11-26#0')],
}

/** What no function may do. */
const EVERYBODY_REFUSED: Call[] = [
  ['dynamodb:Scan', TABLE, { 'dynamodb:LeadingKeys': ['LEAD#a'] }],
  ['dynamodb:DeleteTable', TABLE],
  ['dynamodb:PutItem', at('dynamodb', 'table/Other'), { 'dynamodb:LeadingKeys': ['LEAD#a'] }],
  ['dynamodb:PutItem', TABLE],
  item('DeleteItem', 'LEAD#a'),
  item('DeleteItem', 'KEYRING'),
  item('UpdateItem', 'KEYRING'),
  item('GetItem', 'QUARANTINE#relay'),
  ['kms:Decrypt', KEY],
  ['kms:Decrypt', KEY, { 'kms:EncryptionContext:purpose': 'another' }],
  ['kms:Decrypt', at('kms', 'key/Other'), RING],
  ['kms:GenerateDataKey', KEY, RING],
  ['kms:ScheduleKeyDeletion', KEY],
  ['events:PutEvents', BUS, { 'events:source': ['bank'] }],
  ['events:PutEvents', BUS, { 'events:source': ['tuoke', 'bank'] }],
  ['events:PutEvents', BUS],
  ['events:PutEvents', at('events', 'event-bus/default'), { 'events:source': ['tuoke'] }],
  ['sqs:SendMessage', at('sqs', 'Other')],
  ['logs:PutLogEvents', at('logs', 'log-group:Other:log-stream:a')],
  ['logs:CreateLogGroup', at('logs', 'log-group:Other')],
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/any`],
  ['lambda:UpdateFunctionCode', at('lambda', 'function:any')],
  ['lambda:InvokeFunction', at('lambda', 'function:any')],
  ['s3:GetObject', 'arn:aws:s3:::any/any'],
  ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/any`],
]

const REFUSED: Record<string, Call[]> = {
  capture: [
    item('PutItem', 'CAMPAIGN#c'),
    item('PutItem', 'KEY#k'),
    item('PutItem', 'COUNTER#c'),
    item('Query', 'ROSTER#c'),
    item('PutItem', 'LEAD#a', 'CAMPAIGN#c'),
    item('GetItem', 'LEADERS#a'),
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
  ],
  operations: [item('UpdateItem', 'COUNTER#c'), item('PutItem', 'COUNTER#c'), item('DeleteItem', 'CAMPAIGN#c')],
  pages: [
    item('GetItem', 'LEAD#a'),
    item('GetItem', 'KEYRING'),
    item('PutItem', 'CAMPAIGN#c'),
    ['kms:Decrypt', KEY, RING],
  ],
  docs: [item('GetItem', 'CAMPAIGN#c'), ['kms:Decrypt', KEY, THROUGH_TABLE]],
  relay: [item('GetItem', 'LEAD#a'), item('PutItem', 'LEAD#a'), ['kms:Decrypt', KEY, RING]],
  journal: [
    item('GetItem', 'KEYRING'),
    item('UpdateItem', 'LEAD#a'),
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
  ],
  send: [['sqs:SendMessage', CALLS], item('UpdateItem', 'KEY#k')],
  decide: [['sqs:ReceiveMessage', CALLS], item('GetItem', 'LEAD#a')],
  sweep: [item('Query', 'LEAD#a'), ['sqs:SendMessage', CALLS]],
}

const rowsOf = (calls: Record<string, Call[]>) =>
  Object.entries(calls).flatMap(([name, list]) => list.map((call) => ({ name, action: call[0], call })))

describe('a function', () => {
  it('has what it may and may not do in the tables here', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual([...names].sort())
    expect(Object.keys(REFUSED).sort()).toEqual([...names].sort())
  })

  it.each(rowsOf(ALLOWED))('$name may $action: $call', async ({ name, call }) => {
    expect(await may(policyOf(name), ...call)).toBe(true)
  })

  it.each(rowsOf(REFUSED))('$name may not $action: $call', async ({ name, call }) => {
    expect(await may(policyOf(name), ...call)).toBe(false)
  })

  it.each(names)('%s may do nothing of what none may', async (name) => {
    const allowed = await Promise.all(
      EVERYBODY_REFUSED.map(async (call) => ((await may(policyOf(name), ...call)) ? call : [])),
    )
    expect(allowed.flat()).toEqual([])
  })

  it('is refused by the conditions, not by chance: without them the same calls are allowed', async () => {
    const { Version, Statement } = policyOf('capture')
    const unconditional = {
      Version,
      Statement: Statement.map(({ ...statement }) => ({ ...statement, Condition: undefined })),
    }
    const policy = JSON.parse(JSON.stringify(unconditional)) as Policy
    expect(await may(policy, ...item('PutItem', 'CAMPAIGN#c'))).toBe(true)
    expect(await may(policy, 'kms:Decrypt', KEY)).toBe(true)
  })
})

describe('every policy', () => {
  const statements = names.flatMap((name) => policyOf(name).Statement.map((statement) => ({ name, ...statement })))

  it('names exact actions', () => {
    expect(statements.filter(({ Action }) => [Action].flat().some((action) => action.includes('*')))).toEqual([])
  })

  it('names its resources; only what knows no narrower one has none', () => {
    const open = statements.filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(open.map(({ name, Sid }) => `${name} ${Sid}`).sort()).toEqual([
      'journal Streams',
      'relay Streams',
      'send Network',
    ])
  })

  it('belongs to one role, which only Lambda may take on and which has nothing else', () => {
    const all = Object.values(templates)
    const functionRoles = all.flatMap((template) =>
      resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(({ properties }) => properties.Roles as { Ref: string }[]),
    )
    expect(functionRoles.map(({ length }) => length)).toEqual(names.map(() => 1))
    const ids = functionRoles.flat().map(({ Ref }) => Ref)
    expect(new Set(ids).size).toBe(names.length)
    const roles = all.flatMap((template) =>
      resourcesOf(template, 'AWS::IAM::Role').filter(({ id }) => ids.includes(id)),
    )
    for (const { properties } of roles) {
      expect(properties.ManagedPolicyArns ?? properties.Policies).toBeUndefined()
      expect(JSON.stringify(properties.AssumeRolePolicyDocument)).toContain('"Service":"lambda.amazonaws.com"')
    }
    const inUse = all.flatMap((template) =>
      resourcesOf(template, 'AWS::Lambda::Function').map(({ properties }) => JSON.stringify(properties.Role)),
    )
    expect(new Set(inUse).size).toBe(names.length)
  })
})
