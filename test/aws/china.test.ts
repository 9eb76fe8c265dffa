import { describe, expect, it } from 'vitest'
import type { Stage } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { everyChoice, everyKind } from './everyKind.ts'
import { foreignNames, MISSING_IN_CHINA, missingInChina } from './missingInChina.ts'
import { synthesize } from './synthesized.ts'

const inChina = (region: Stage['region']): Stage => ({
  ...everyChoice,
  ...stages.beijing,
  region,
  account: everyChoice.account,
  forwardTo: `arn:aws-cn:events:${region}:444455556666:event-bus/bank`,
  domain: {
    name: 'leads.bank.example',
    certificateArn: `arn:aws-cn:acm:${region}:111122223333:certificate/synthetic`,
  },
  clickBalancer: {
    name: 'clicks.bank.example',
    certificateArn: `arn:aws-cn:acm:${region}:111122223333:certificate/clicks`,
  },
})

describe.each(['cn-north-1', 'cn-northwest-1'] as const)('the templates for %s, with every choice', (region) => {
  const templates = synthesize(inChina(region), everyKind)

  it.each(Object.keys(templates))('%s: hold nothing that is missing there', (stack) => {
    const template = templates[stack]
    expect(template && missingInChina(template)).toEqual([])
  })

  it.each(Object.keys(templates))('%s: name no other partition', (stack) => {
    const template = templates[stack]
    expect(template && foreignNames(template)).toEqual([])
  })
})

const one = (Type: string, Properties: Record<string, unknown> = {}) => ({ Resources: { It: { Type, Properties } } })

const SERVICES = [
  'ApplicationSignals::ServiceLevelObjective',
  'Bedrock::Agent',
  'CloudFront::Distribution',
  'Cognito::UserPool',
  'FIS::ExperimentTemplate',
  'Macie::Session',
  'PaymentCryptography::Key',
  'RUM::AppMonitor',
  'SES::EmailIdentity',
  'ServiceDiscovery::Service',
  'Shield::Protection',
  'XRay::Group',
]

const ABSENT: [string, Record<string, unknown>][] = [
  ['AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } }],
  ['AWS::Lambda::Function', { RecursiveLoop: 'Terminate' }],
  ['AWS::Lambda::Function', { SnapStart: { ApplyOn: 'PublishedVersions' } }],
  ['AWS::Lambda::Function', { Code: { SourceKMSKeyArn: 'key' } }],
  ['AWS::Logs::LogGroup', { LogGroupClass: 'DELIVERY' }],
  ['AWS::CloudWatch::Alarm', { MetricName: 'AsyncEventsDropped' }],
  ['AWS::CloudWatch::Alarm', { MetricName: 'PolledEventCount' }],
  ['AWS::Lambda::Url', {}],
  ['AWS::Lambda::EventSourceMapping', { Tags: [{ Key: 'a', Value: 'b' }] }],
  ['AWS::Lambda::EventSourceMapping', { MetricsConfig: { Metrics: ['EventCount'] } }],
  ['AWS::Lambda::EventSourceMapping', { ProvisionedPollerConfig: { MinimumPollers: 1 } }],
  ['AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:s3:::b' } } }],
  ['AWS::ApiGateway::DomainName', { EndpointConfiguration: { Types: ['EDGE'] } }],
  ['AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['EDGE'] } }],
  ['AWS::ApiGateway::Authorizer', { Type: 'COGNITO_USER_POOLS' }],
  ['AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Issuer: 'https://cognito-idp.example/' } }],
  ['AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' }],
  ['AWS::StepFunctions::StateMachine', { DefinitionString: 'arn:aws-cn:states:::http:invoke' }],
  ['AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'sqs:StartMessageMoveTask' }] } }],
  ['AWS::Events::Endpoint', {}],
  ['AWS::DynamoDB::GlobalTable', { MultiRegionConsistency: 'STRONG' }],
  ...SERVICES.map((type): [string, Record<string, unknown>] => [`AWS::${type}`, {}]),
]

/** What is nearest to something absent, and there. */
const PRESENT: [string, Record<string, unknown>][] = [
  ['AWS::Lambda::Function', { TracingConfig: { Mode: 'PassThrough' }, KmsKeyArn: 'key', Code: { S3Key: 'code.zip' } }],
  ['AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: 'arn:aws-cn:sqs:::q' } } }],
  ['AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge' }],
  ['AWS::ApiGatewayV2::Authorizer', { JwtConfiguration: { Issuer: 'https://sign-in.bank.example/' } }],
  ['AWS::WAFv2::WebACL', { Scope: 'REGIONAL' }],
  ['AWS::Events::Connection', {}],
  ['AWS::Pipes::Pipe', {}],
]

describe('what is missing in China', () => {
  it.each(ABSENT)('is found: %s %j', (type, properties) => {
    expect(missingInChina(one(type, properties))).toHaveLength(1)
  })

  it('has a case here for every rule', () => {
    const found = ABSENT.flatMap(([type, properties]) => missingInChina(one(type, properties)))
    const reasons = found.map((line) => line.replace(/^.*?\): /, ''))
    expect(new Set(reasons)).toEqual(new Set(MISSING_IN_CHINA.map(({ why }) => why)))
  })

  it.each(PRESENT)('is not found where there is something like it: %s %j', (type, properties) => {
    expect(missingInChina(one(type, properties))).toEqual([])
  })

  it.each([
    'arn:aws:s3:::bucket',
    'arn:aws:iam::111122223333:role/a',
    'dynamodb.us-east-1.amazonaws.com',
    's3.amazonaws.com',
  ])('the foreign name %s is found', (name) => {
    expect(foreignNames(one('AWS::SSM::Parameter', { Value: name }))).not.toEqual([])
  })
})
