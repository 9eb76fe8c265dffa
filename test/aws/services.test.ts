import { describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { allRoutes } from '../../infra/routes.ts'
import { everyChoice, everyKind, openChoice } from './everyKind.ts'
import { keyPolicyOf, type Policy, serviceMay } from './may.ts'
import { ACCOUNT, REGION, resolvedOf } from './resolve.ts'
import { synthesize } from './synthesized.ts'

/** Every route there is: the console is left out where staff have another sign-in. */
const templates = synthesize(openChoice, everyKind)
const of = resolvedOf(templates)
const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`
const elsewhere = (arn: string): string => arn.replace(ACCOUNT, '999988887777')

/** What lets services call a function, as a policy. */
const invokersOf = (alias: string): Policy => ({
  Version: '2012-10-17',
  Statement: of('AWS::Lambda::Permission')
    .filter(({ properties }) => properties.FunctionName === alias)
    .map(({ properties: { Action, Principal, SourceArn } }) => ({
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action: String(Action),
      Resource: alias,
      Condition: { ArnLike: { 'aws:SourceArn': String(SourceArn) } },
    })),
})

/** What the policies of queues or topics say about one of them. */
const policyOf = (type: string, resource: string): Policy => ({
  Version: '2012-10-17',
  Statement: of(type)
    .flatMap(({ properties }) => (properties.PolicyDocument as Policy).Statement)
    .filter(({ Resource }) => Resource === resource),
})

describe('the API', () => {
  const integrations = new Map(of('AWS::ApiGatewayV2::Integration').map(({ id, properties }) => [id, properties]))
  const routes = of('AWS::ApiGatewayV2::Route').map(({ properties }) => ({
    api: String(properties.ApiId),
    route: String(properties.RouteKey),
    alias: String(integrations.get(String(properties.Target).replace('integrations/', ''))?.IntegrationUri),
  }))

  it.each([...allRoutes(everyKind)])('hands %s to %s, which takes it from this API alone', async (route, name) => {
    const { api = '', alias = '' } = routes.find((one) => one.route === route) ?? {}
    expect(alias).toBe(at('lambda', `function:${pascal(name)}Live:live`))
    const takes = (from: string) =>
      serviceMay(invokersOf(alias), 'apigateway.amazonaws.com', 'lambda:InvokeFunction', alias, {
        'aws:SourceArn': at('execute-api', `${from}/$default/${route.replace(' ', '')}`),
      })
    expect(await takes(api)).toBe(true)
    expect(await takes('another')).toBe(false)
  })
})

type Target = { Arn: string; RoleArn?: string; DeadLetterConfig: { Arn: string } }

describe('a rule', () => {
  const rules = of('AWS::Events::Rule').map(({ id, properties }) => ({
    id,
    source: at('events', `rule/${id.replace(/[0-9A-F]{8}$/, '')}`),
    target: (properties.Targets as Target[])[0] ?? { Arn: '', DeadLetterConfig: { Arn: '' } },
  }))
  const EVENTS = 'events.amazonaws.com'

  it.each(rules)('$id reaches its target, which takes nothing of another rule', async ({ source, target }) => {
    const { Arn, RoleArn } = target
    if (RoleArn) return expect(Arn).toBe(everyChoice.forwardTo)
    const takes = (from: string) =>
      serviceMay(invokersOf(Arn), EVENTS, 'lambda:InvokeFunction', Arn, { 'aws:SourceArn': from })
    expect(await takes(source)).toBe(true)
    return expect(await takes(`${source}-of-others`)).toBe(false)
  })

  it.each(rules)(
    '$id may leave what it cannot deliver, over TLS, and no other rule may',
    async ({ source, target }) => {
      const { Arn } = target.DeadLetterConfig
      const policy = policyOf('AWS::SQS::QueuePolicy', Arn)
      const may = (from: string, tls: string) =>
        serviceMay(policy, EVENTS, 'sqs:SendMessage', Arn, { 'aws:SourceArn': from, 'aws:SecureTransport': tls })
      expect(await may(source, 'true')).toBe(true)
      expect(await may(source, 'false')).toBe(false)
      expect(await may(`${source}-of-others`, 'true')).toBe(false)
    },
  )
})

describe('an alarm', () => {
  const topic = at('sns', 'Alarms')
  const alarm = at('cloudwatch', 'alarm:any')
  const CLOUDWATCH = 'cloudwatch.amazonaws.com'

  it('of this account may tell the topic, over TLS', async () => {
    const policy = policyOf('AWS::SNS::TopicPolicy', topic)
    const may = (from: string, tls = 'true') =>
      serviceMay(policy, CLOUDWATCH, 'sns:Publish', topic, { 'aws:SourceArn': from, 'aws:SecureTransport': tls })
    expect(await may(alarm)).toBe(true)
    expect(await may(alarm, 'false')).toBe(false)
    expect(await may(elsewhere(alarm))).toBe(false)
  })

  it.each(['kms:Decrypt', 'kms:GenerateDataKey'])(
    'of this account may use the key of the topic: %s',
    async (action) => {
      const may = (account: string) =>
        serviceMay(keyPolicyOf(templates), CLOUDWATCH, action, at('kms', 'key/Key'), { 'aws:SourceAccount': account })
      expect(await may(ACCOUNT)).toBe(true)
      expect(await may('999988887777')).toBe(false)
    },
  )
})

describe('a log group', () => {
  it('of this account is encrypted with the key, and no other is', async () => {
    const may = (group: string) =>
      serviceMay(keyPolicyOf(templates), `logs.${REGION}.amazonaws.com`, 'kms:GenerateDataKey', at('kms', 'key/Key'), {
        'kms:EncryptionContext:aws:logs:arn': group,
      })
    const group = at('logs', 'log-group:any')
    expect(await may(group)).toBe(true)
    expect(await may(elsewhere(group))).toBe(false)
  })
})
