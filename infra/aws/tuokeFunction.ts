import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { type Alarm, type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { type IRole, ManagedPolicy, PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda'
import { type CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { LONGEST_CLICK_WINDOW_DAYS } from '../../shared/domain/attributionRules.ts'
import { settingValue } from '../settings.ts'
import type { FunctionSpec } from '../topologySpec.ts'
import { accept } from './accepted.ts'
import { addAlarm, MINUTE } from './alarm.ts'
import { deadLetterQueue } from './deadLetterQueue.ts'
import type { Ground } from './ground.ts'
import { pascal } from './names.ts'
import { networkStatement, statementsOf } from './rights.ts'
import { shiftTraffic } from './rollout.ts'

export type TuokeFunctionProps = { ground: Ground; name: string; spec: FunctionSpec }

/** How the rule pack spells the ARN of a log group of this account. */
const STREAMS_OF_OWN_LOG = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:'

const OUTSIDE_NETWORK =
  'It calls AWS only, over TLS with signed requests. A network would cost a NAT gateway and protect nothing.'

const ACCEPTED = {
  'NIST.800.53.R5-LambdaInsideVPC': OUTSIDE_NETWORK,
  'PCI.DSS.321-LambdaInsideVPC': OUTSIDE_NETWORK,
  'NIST.800.53.R5-LambdaDLQ':
    'A dead-letter queue of the function serves direct asynchronous calls only. Streams, queues and rules have failure queues of their own.',
  'Serverless-LambdaDLQ':
    'A dead-letter queue of the function serves direct asynchronous calls only. Streams, queues and rules have failure queues of their own.',
  'Serverless-LambdaTracing':
    'A trace id is in every log line. X-Ray does not work with Lambda in China, and no HTTP API starts a trace.',
}

/** One function of the topology, with a role, a log group, an alias and alarms of its own; what cannot be delivered to it waits in its dead-letter queue. */
export class TuokeFunction extends Construct {
  readonly alias: Alias
  /** Absent for functions behind HTTP, whose callers get the error. */
  readonly deadLetters: Queue | undefined
  readonly errors: Alarm

  constructor(scope: Construct, id: string, props: TuokeFunctionProps) {
    super(scope, id)
    const { ground, name, spec } = props
    const { stage } = ground
    this.deadLetters =
      spec.trigger.kind === 'http' || spec.trigger.kind === 'queue' ? undefined : this.addDeadLetters(props)
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays,
      encryptionKey: ground.key,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    ;(logGroup.node.defaultChild as CfnLogGroup).overrideLogicalId(`${pascal(name)}Logs`)
    const { role, rights } = this.addRole(props, logGroup)
    const lambda = new LambdaFunction(this, 'Function', {
      description: `Tuoke ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      code: Code.fromAsset(ground.bundleOf(name)),
      handler: 'index.handler',
      memorySize: stage.memoryMb?.[name] ?? spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      environment: this.settings(props),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...('perFunction' in stage.concurrency && { reservedConcurrentExecutions: stage.concurrency.perFunction }),
      ...(spec.callsFromFixedAddress && ground.network),
    })
    // Lambda tries the rights of a function when it gets a stream, a queue or a network: they must be there by then.
    lambda.node.addDependency(rights)
    this.alias = new Alias(this, 'Live', { aliasName: 'live', version: lambda.currentVersion })
    accept(lambda, {
      ...ACCEPTED,
      ...('none' in stage.concurrency && { 'NIST.800.53.R5-LambdaConcurrency': stage.concurrency.none }),
    })
    this.errors = this.addAlarms(props)
    shiftTraffic(this, { alias: this.alias, stage, alarms: [this.errors] })
  }

  private settings({ ground, spec }: TuokeFunctionProps): Record<string, string> {
    const host = {
      tableName: ground.table.tableName,
      busName: ground.bus.eventBusName,
      keyId: ground.key.keyArn,
      outboundHosts: ground.stage.outboundHosts.join(','),
      decisionSources: ground.stage.decisionSources.join(','),
      mostClickWindowDays: String(ground.stage.mostClickWindowDays ?? LONGEST_CLICK_WINDOW_DAYS),
      clickOrigin: ground.stage.clickBalancer ? `https://${ground.stage.clickBalancer.name}` : '',
    }
    const own = Object.entries(spec.settings).map(([setting, of]) => [
      setting,
      settingValue(of, host, (queue) => ground.queueOf(queue).queueUrl),
    ])
    return { ...Object.fromEntries(own), POWERTOOLS_METRICS_NAMESPACE: ground.metrics }
  }

  private addRole(
    { ground, name, spec }: TuokeFunctionProps,
    logGroup: LogGroup,
  ): { role: IRole; rights: ManagedPolicy } {
    const role = new Role(this, 'Role', {
      description: `Tuoke ${name}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    })
    const statements = statementsOf(spec, {
      table: ground.table.tableArn,
      stream: ground.table.tableStreamArn ?? '',
      key: ground.key.keyArn,
      bus: ground.bus.eventBusArn,
      logs: `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${logGroup.logGroupName}`,
      deadLetters: this.deadLetters?.queueArn ?? '',
      queue: (queue) => ground.queueOf(queue).queueArn,
      dynamoDbService: `dynamodb.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    })
    const network = spec.callsFromFixedAddress && ground.network ? [networkStatement] : []
    const rights = new ManagedPolicy(this, 'Rights', {
      description: `What Tuoke ${name} may do`,
      document: PolicyDocument.fromJson({ Version: '2012-10-17', Statement: [...statements, ...network] }),
      roles: [role],
    })
    accept(rights, {
      [`AwsSolutions-IAM5[Resource::${STREAMS_OF_OWN_LOG}<${pascal(name)}Logs>:log-stream:*]`]:
        "Lambda names the streams of the log group; the group is this function's own.",
      'AwsSolutions-IAM5[Resource::*]': 'ListStreams and the calls for network interfaces know no narrower resource.',
    })
    return { role: role.withoutPolicyUpdates(), rights }
  }

  private addDeadLetters({ ground, name }: TuokeFunctionProps): Queue {
    const queue = deadLetterQueue(this, 'DeadLetters')
    const means = `${name} gave up on something after all its retries; where it is, stands in its dead-letter queue. Records of the stream are there for 24 hours only: find the cause in the log and repair it first.`
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: Stats.MAXIMUM })
    addAlarm(
      this,
      'DeadLettersAlarm',
      { metric, at: { least: 1 }, bad: { periods: 1, of: 1 }, means },
      ground.listeners,
    )
    return queue
  }

  private addAlarms({ ground, name, spec }: TuokeFunctionProps): Alarm {
    const add = (id: string, metric: IMetric, least: number, means: string) =>
      addAlarm(this, id, { metric, at: { least }, bad: { periods: 2, of: 5 }, means }, ground.listeners)
    const period = MINUTE
    const slowMs = spec.timeoutSeconds * 800
    add(
      'SlowAlarm',
      this.alias.metricDuration({ period, statistic: Stats.p(99) }),
      slowMs,
      `${name} needs four fifths of its time limit. See whether the table or a provider is slow, or memory is short.`,
    )
    add(
      'ThrottlesAlarm',
      this.alias.metricThrottles({ period }),
      1,
      `Lambda refuses to run more copies of ${name}. Raise concurrency in the stage, or the account's limit.`,
    )
    return add(
      'ErrorsAlarm',
      this.alias.metricErrors({ period }),
      1,
      `${name} fails. Its log says at what. During a deployment the old version comes back by itself.`,
    )
  }
}
