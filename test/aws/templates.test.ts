import { describe, expect, it } from 'vitest'
import { everyChoice, everyKind } from './everyKind.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const templates = synthesize(everyChoice, everyKind)
const all = Object.values(templates)
const of = (type: string) => all.flatMap((template) => resourcesOf(template, type))
const only = (type: string) => {
  const [one, ...more] = of(type)
  if (!one || more.length > 0) throw new Error(`there is not exactly one ${type}`)
  return one
}

describe('the table', () => {
  it('has what the data model says and outlives its stack', () => {
    const { properties, ...rest } = only('AWS::DynamoDB::Table')
    expect(properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    })
    expect(rest).toMatchObject({ id: 'Table', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  })

  it('has a key of its own, renewed every year, that outlives the stack too', () => {
    const { properties, ...rest } = only('AWS::KMS::Key')
    expect(properties).toMatchObject({ EnableKeyRotation: true })
    expect(rest).toMatchObject({ id: 'Key', DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  })
})

describe('the bus', () => {
  it('keeps thirty days of events', () => {
    expect(only('AWS::Events::Archive').properties).toMatchObject({ RetentionDays: 30 })
    expect(only('AWS::Events::EventBus')).toMatchObject({ id: 'Bus', properties: { Name: everyChoice.busName } })
  })

  it('gives every target retries and a dead-letter queue that it may write to', () => {
    const policies = JSON.stringify(of('AWS::SQS::QueuePolicy'))
    const rules = of('AWS::Events::Rule')
    expect(rules).toHaveLength(7)
    for (const { id, properties } of rules) {
      const [target] = properties.Targets as { DeadLetterConfig: { Arn: { 'Fn::GetAtt': string[] } } }[]
      const [queue] = target?.DeadLetterConfig.Arn['Fn::GetAtt'] ?? []
      expect(policies).toContain(
        `"Action":"sqs:SendMessage","Condition":{"ArnEquals":{"aws:SourceArn":{"Fn::GetAtt":["${id}","Arn"]}}},"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Resource":{"Fn::GetAtt":["${queue}","Arn"]}`,
      )
    }
  })
})

describe('a queue', () => {
  it('is encrypted, keeps messages for two weeks and takes TLS only', () => {
    const guarded = of('AWS::SQS::QueuePolicy')
      .filter(({ properties }) =>
        JSON.stringify(properties).includes('{"aws:SecureTransport":"false"}},"Effect":"Deny"'),
      )
      .flatMap(({ properties }) => (properties.Queues as { Ref: string }[]).map(({ Ref }) => Ref))
    const queues = of('AWS::SQS::Queue')
    expect(guarded.sort()).toEqual(queues.map(({ id }) => id).sort())
    for (const { properties } of queues)
      expect(properties).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true })
  })

  it('of work puts aside what fails too often, and shows nothing again while somebody works on it', () => {
    const { properties = {} } = of('AWS::SQS::Queue').find(({ id }) => id.startsWith('CallsQueue')) ?? {}
    expect(properties.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 })
    expect(properties.VisibilityTimeout).toBeGreaterThanOrEqual(everyKind.functions.send?.timeoutSeconds ?? 0)
  })
})

describe('a consumer', () => {
  const mappings = of('AWS::Lambda::EventSourceMapping')
  const streams = mappings.filter(({ properties }) => properties.StartingPosition)

  it('of the stream starts at the oldest record, splits failing batches, gives up in the end and says so', () => {
    expect(streams.map(({ id }) => id.replace(/Stream[0-9A-F]{8}$/, '')).sort()).toEqual(['Journal', 'Relay'])
    for (const { id, properties } of streams) {
      const ownDeadLetters = expect.stringMatching(`^${id.replace(/Stream[0-9A-F]{8}$/, '')}DeadLetters`)
      expect(properties).toMatchObject({
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [ownDeadLetters, 'Arn'] } } },
      })
      expect(properties.MaximumRetryAttempts).toBeLessThanOrEqual(10_000)
      expect(properties.MaximumRetryAttempts).toBeGreaterThan(0)
      expect(properties.FilterCriteria).toMatchObject({
        Filters: [{ Pattern: expect.stringContaining('"prefix":"lead."') }],
      })
      expect(properties.ParallelizationFactor).toBeUndefined()
    }
  })

  it('of a queue reports what failed of a batch', () => {
    const queues = mappings.filter((mapping) => !streams.includes(mapping))
    expect(queues).toHaveLength(Object.keys(everyKind.queues).length)
    for (const { properties } of queues) expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
  })

  it('of several queues works on each by itself, with room for the others', () => {
    const conversions = mappings.filter(({ id }) => id.startsWith('Conversions'))
    expect(conversions).toHaveLength(7)
    for (const { properties } of conversions)
      expect(properties).toMatchObject({
        BatchSize: 50,
        MaximumBatchingWindowInSeconds: 1,
        ScalingConfig: { MaximumConcurrency: 5 },
      })
  })

  it('is called through its alias', () => {
    for (const { properties } of mappings) expect(JSON.stringify(properties.FunctionName)).toContain(':live')
  })

  it('of an event or a schedule tries again, and leaves what fails to its dead letters', () => {
    const invocations = of('AWS::Lambda::EventInvokeConfig')
    expect(invocations).toHaveLength(6)
    for (const { properties } of invocations)
      expect(properties).toMatchObject({
        MaximumRetryAttempts: 2,
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } },
        },
      })
  })
})

describe('an alarm', () => {
  const alarms = of('AWS::CloudWatch::Alarm')

  it('says what it means, and tells somebody when it begins and ends', () => {
    expect(alarms.length).toBeGreaterThan(30)
    for (const { properties } of alarms) {
      expect(String(properties.AlarmDescription).length).toBeGreaterThan(40)
      expect(properties.AlarmActions).toHaveLength(1)
      expect(properties.OKActions).toHaveLength(1)
    }
  })

  it('goes off when business stands still, also when nothing is measured at all', () => {
    const silent = (id: string) => alarms.find((alarm) => alarm.id.startsWith(id))?.properties
    expect(silent('NoCapturesAlarm')).toMatchObject({
      MetricName: 'LeadCaptured',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 12,
    })
    expect(silent('NoFollowsAlarm')).toMatchObject({
      MetricName: 'LeadFollowed',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 48,
    })
  })
})

it('no template holds anything that looks like a secret', () => {
  const text = JSON.stringify(templates)
  expect(text).not.toMatch(/tk_[a-z2-7]{12}|A[KS]IA[0-9A-Z]{16}|PRIVATE KEY|"[A-Za-z0-9+/]{43}="/)
})
