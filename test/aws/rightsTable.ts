import { pascal } from '../../infra/aws/names.ts'
import { ACCOUNT, REGION } from './resolve.ts'

const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
export const TABLE = at('dynamodb', 'table/Table')
export const KEY = at('kms', 'key/Key')
export const BUS = at('events', 'event-bus/Bus')
const CALLS = at('sqs', 'CallsQueue')
const RING = { 'kms:EncryptionContext:purpose': 'tuoke-key-ring' }
const through = (service: string) => ({ 'kms:ViaService': `${service}.${REGION}.amazonaws.com` })
const THROUGH_TABLE = through('dynamodb')
const STREAM = `${TABLE}/stream/2026-11-26T00:00:00.000`

export type Call = [action: string, resource: string, context?: Record<string, string | string[]>]

/** A call about items, by the partitions they are in. */
export const item = (action: string, ...partitions: string[]): Call => [
  `dynamodb:${action}`,
  TABLE,
  { 'dynamodb:LeadingKeys': partitions },
]

/** What each function needs, and may do. */
export const ALLOWED: Record<string, Call[]> = {
  capture: [
    item('GetItem', 'CAMPAIGN#c'),
    item('GetItem', 'KEYRING'),
    item('PutItem', 'LEAD#ld_1'),
    item('UpdateItem', 'LEAD#ld_1'),
    item('PutItem', 'VISIT#c#v'),
    item('PutItem', 'IDEMPOTENCY#i'),
    item('PutItem', 'CHALLENGE#n'),
    ['kms:Decrypt', KEY, RING],
    ['kms:GenerateDataKey', KEY, THROUGH_TABLE],
    ['logs:PutLogEvents', at('logs', 'log-group:CaptureLogs:log-stream:a')],
  ],
  onboarding: [
    item('GetItem', 'CODE#i'),
    item('PutItem', 'CODE#i'),
    item('UpdateItem', 'CODE#i'),
    item('GetItem', 'CONNECTION#sms#demo'),
    item('PutItem', 'IDENTITY#phone#i'),
    item('UpdateItem', 'LEAD#ld_1'),
    item('UpdateItem', 'LIMIT#i#1'),
    item('UpdateItem', 'TOKEN#wechat_mini_program#demo'),
    item('PutItem', 'APPLICATION#ap_1'),
    item('PutItem', 'LEAD#a'),
    item('GetItem', 'KEY#k'),
    ['kms:Decrypt', KEY, RING],
  ],
  decisions: [
    item('GetItem', 'APPLICATION#ap_1'),
    item('PutItem', 'APPLICATION#ap_1'),
    item('UpdateItem', 'LEAD#ld_1'),
    item('PutItem', 'QUARANTINE#decisions'),
    ['sqs:SendMessage', at('sqs', 'DecisionsDeadLetters')],
  ],
  operations: [
    item('GetItem', 'QUARANTINE#decisions'),
    item('DeleteItem', 'QUARANTINE#decisions'),
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
    item('Query', 'COUNTER#c'),
    item('BatchWriteItem', 'SPEND#c#2026-11'),
    item('DeleteItem', 'KEY#k'),
    item('BatchGetItem', 'LEAD#a', 'LEAD#b'),
  ],
  pages: [item('GetItem', 'CAMPAIGN#c'), ['kms:Decrypt', KEY, THROUGH_TABLE]],
  docs: [],
  relay: [
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
    ['dynamodb:DescribeStream', STREAM],
    ['dynamodb:GetRecords', STREAM],
    ['dynamodb:GetShardIterator', STREAM],
    ['dynamodb:ListStreams', '*'],
    ['kms:Decrypt', KEY, THROUGH_TABLE],
    ['sqs:SendMessage', at('sqs', 'RelayDeadLetters')],
    item('PutItem', 'QUARANTINE#relay'),
  ],
  journal: [
    ['dynamodb:GetRecords', STREAM],
    ['sqs:SendMessage', at('sqs', 'JournalDeadLetters')],
    item('PutItem', 'LEAD#ld_1'),
    item('UpdateItem', 'COUNTER#c'),
    item('BatchWriteItem', 'ROSTER#c', 'ROSTER#d'),
  ],
  send: [
    ['sqs:ReceiveMessage', CALLS],
    ['sqs:DeleteMessage', CALLS],
    item('UpdateItem', 'LEAD#a'),
    ['ec2:CreateNetworkInterface', '*'],
  ],
  decide: [
    ['sqs:SendMessage', CALLS],
    ['sqs:SendMessage', at('sqs', 'DecideDeadLetters')],
  ],
  sweep: [item('Query', 'ROSTER#c#2026-11-26#0'), ['sqs:SendMessage', at('sqs', 'SweepDeadLetters')]],
}

/** What no function may do. */
export const EVERYBODY_REFUSED: Call[] = [
  ['dynamodb:Scan', TABLE, { 'dynamodb:LeadingKeys': ['LEAD#a'] }],
  ['dynamodb:PartiQLSelect', TABLE],
  ['dynamodb:DeleteTable', TABLE],
  ['dynamodb:UpdateTable', TABLE],
  ['dynamodb:ExportTableToPointInTime', TABLE],
  ['dynamodb:GetRecords', at('dynamodb', 'table/Other/stream/2026-11-26T00:00:00.000')],
  ['dynamodb:PutItem', at('dynamodb', 'table/Other'), { 'dynamodb:LeadingKeys': ['LEAD#a'] }],
  ['dynamodb:PutItem', TABLE],
  item('DeleteItem', 'LEAD#a'),
  item('DeleteItem', 'KEYRING'),
  item('UpdateItem', 'KEYRING'),
  ['kms:Decrypt', KEY],
  ['kms:Decrypt', KEY, { 'kms:EncryptionContext:purpose': 'another' }],
  ['kms:Decrypt', at('kms', 'key/Other'), RING],
  ['kms:Decrypt', KEY, through('s3')],
  ['kms:GenerateDataKey', KEY, through('sqs')],
  ['kms:GenerateDataKey', KEY, RING],
  ['kms:ScheduleKeyDeletion', KEY],
  ['events:PutEvents', BUS, { 'events:source': ['bank'] }],
  ['events:PutEvents', BUS, { 'events:source': ['tuoke', 'bank'] }],
  ['events:PutEvents', BUS],
  ['events:PutEvents', at('events', 'event-bus/default'), { 'events:source': ['tuoke'] }],
  ['sqs:SendMessage', at('sqs', 'Other')],
  ['logs:PutLogEvents', at('logs', 'log-group:Other:log-stream:a')],
  ['logs:CreateLogGroup', at('logs', 'log-group:Other')],
  ['iam:AttachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/any`],
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/any`],
  ['lambda:UpdateFunctionCode', at('lambda', 'function:any')],
  ['lambda:InvokeFunction', at('lambda', 'function:any')],
  ['s3:GetObject', 'arn:aws:s3:::any/any'],
  ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/any`],
]

/** What only each function itself may do. */
export const own = (name: string): Call[] => [
  ['logs:PutLogEvents', at('logs', `log-group:${pascal(name)}Logs:log-stream:a`)],
  ['sqs:SendMessage', at('sqs', `${pascal(name)}DeadLetters`)],
]

/** What each function may not do, though another may. */
export const REFUSED: Record<string, Call[]> = {
  capture: [
    item('PutItem', 'CAMPAIGN#c'),
    item('PutItem', 'KEY#k'),
    item('PutItem', 'COUNTER#c'),
    item('Query', 'ROSTER#c'),
    item('PutItem', 'LEAD#a', 'CAMPAIGN#c'),
    item('GetItem', 'LEADERS#a'),
    ['events:PutEvents', BUS, { 'events:source': ['tuoke'] }],
  ],
  decisions: [
    item('GetItem', 'KEYRING'),
    item('PutItem', 'CAMPAIGN#c'),
    item('DeleteItem', 'QUARANTINE#decisions'),
    ['kms:Decrypt', KEY, RING],
  ],
  onboarding: [
    item('GetItem', 'QUARANTINE#relay'),
    item('UpdateItem', 'IDENTITY#phone#i'),
    item('DeleteItem', 'IDENTITY#phone#i'),
    item('PutItem', 'CONNECTION#sms#demo'),
    item('PutItem', 'KEY#k'),
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
