import type { Template } from './synthesized.ts'

type Found = (properties: Record<string, unknown>) => unknown
type Absence = { type: RegExp; found?: Found; why: string }

const part = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner: unknown, key) => (inner as Record<string, unknown> | undefined)?.[key], value)

const METRICS =
  /\b(AsyncEvent(sReceived|Age|sDropped)|RecursiveInvocationsDropped|(Polled|FilteredOut|Invoked|FailedInvoke|Dropped|Deleted|OnFailureDestinationDelivered)EventCount)\b/

/** What cn-north-1 and cn-northwest-1 do not have, as resource types and properties of them. */
export const MISSING_IN_CHINA: readonly Absence[] = [
  {
    type: /^AWS::Lambda::Function$/,
    found: ({ TracingConfig }) => part(TracingConfig, 'Mode') === 'Active',
    why: 'Lambda has no X-Ray',
  },
  {
    type: /^AWS::Lambda::Function$/,
    found: ({ RecursiveLoop }) => RecursiveLoop,
    why: 'Lambda has no recursion detection',
  },
  { type: /^AWS::Lambda::Function$/, found: ({ SnapStart }) => SnapStart, why: 'SnapStart is not there for Node' },
  {
    type: /^AWS::Lambda::Function$/,
    found: ({ Code }) => part(Code, 'SourceKMSKeyArn'),
    why: 'code is not encrypted with own keys',
  },
  {
    type: /^AWS::Logs::LogGroup$/,
    found: ({ LogGroupClass }) => LogGroupClass === 'DELIVERY',
    why: 'logs of functions go to CloudWatch only, not to S3 or Firehose',
  },
  {
    type: /^AWS::CloudWatch::(Alarm|Dashboard)$/,
    found: (properties) => METRICS.test(JSON.stringify(properties)),
    why: 'asynchronous calls, event source mappings and recursion are not measured',
  },
  { type: /^AWS::Lambda::Url$/, why: 'Lambda has no function URLs' },
  { type: /^AWS::Lambda::EventSourceMapping$/, found: ({ Tags }) => Tags, why: 'event source mappings have no tags' },
  {
    type: /^AWS::Lambda::EventSourceMapping$/,
    found: ({ MetricsConfig }) => MetricsConfig,
    why: 'event source mappings have no metrics',
  },
  {
    type: /^AWS::Lambda::EventSourceMapping$/,
    found: ({ ProvisionedPollerConfig }) => ProvisionedPollerConfig,
    why: 'event source mappings have no provisioned mode',
  },
  {
    type: /^AWS::Lambda::(EventSourceMapping|EventInvokeConfig)$/,
    found: ({ DestinationConfig }) => JSON.stringify(part(DestinationConfig, 'OnFailure') ?? '').includes(':s3:'),
    why: 'S3 is no destination of failures',
  },
  {
    type: /^AWS::ApiGateway::(DomainName|RestApi)$/,
    found: ({ EndpointConfiguration }) => JSON.stringify(EndpointConfiguration).includes('EDGE'),
    why: 'there are regional endpoints only',
  },
  {
    type: /^AWS::ApiGateway(V2)?::Authorizer$/,
    found: (properties) => /cognito/i.test(JSON.stringify(properties)),
    why: 'there are no Cognito user pools',
  },
  { type: /^AWS::WAFv2::WebACL$/, found: ({ Scope }) => Scope === 'CLOUDFRONT', why: 'WAF is regional only' },
  {
    type: /^AWS::StepFunctions::StateMachine$/,
    found: (properties) => JSON.stringify(properties).includes('states:::http:invoke'),
    why: 'Step Functions call no HTTPS APIs',
  },
  {
    type: /^AWS::IAM::(ManagedPolicy|Policy|Role)$/,
    found: (properties) => JSON.stringify(properties).includes('StartMessageMoveTask'),
    why: 'SQS does not redrive dead letters',
  },
  { type: /^AWS::Events::Endpoint$/, why: 'EventBridge has no global endpoints' },
  {
    type: /^AWS::DynamoDB::GlobalTable$/,
    found: ({ MultiRegionConsistency }) => MultiRegionConsistency === 'STRONG',
    why: 'global tables are eventually consistent only',
  },
  {
    type: /^AWS::(CloudFront|Cognito|SES|Macie|RUM|FIS|Shield|Bedrock|ApplicationSignals|PaymentCryptography|XRay|EventsV2|ServiceDiscovery)::/,
    why: 'the service is not there, or is another one',
  },
]

/** Everything in a template that does not exist in China, with the reason. */
export const missingInChina = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) =>
    MISSING_IN_CHINA.filter(({ type, found = () => true }) => type.test(Type) && found(Properties)).map(
      ({ why }) => `${id} (${Type}): ${why}`,
    ),
  )

/** Service principals that have the same name in every partition. */
const PRINCIPALS = [
  'apigateway',
  'cloudwatch',
  'codedeploy',
  'elasticloadbalancing',
  'events',
  'lambda',
  'sns',
  'vpc-flow-logs',
]

/** Names of another partition in a template: literal ARNs, endpoints of elsewhere. */
export const foreignNames = (template: Template): string[] => {
  const text = JSON.stringify(template)
  const hosts = text.match(/[a-z0-9.-]+\.amazonaws\.com(?!\.cn)/g) ?? []
  const known = new Set(PRINCIPALS.map((service) => `${service}.amazonaws.com`))
  return [...(text.match(/arn:aws(-us-gov)?:[a-z0-9]*/g) ?? []), ...hosts.filter((host) => !known.has(host))]
}
