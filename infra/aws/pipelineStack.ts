import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { type Alias, EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { FunctionSpec, Pattern, QueueSpec, Topology, Trigger } from '../topologySpec.ts'
import { accept } from './accepted.ts'
import { addAlarm, MINUTE } from './alarm.ts'
import { deadLetterQueue } from './deadLetterQueue.ts'
import type { Ground } from './ground.ts'
import { pascal } from './names.ts'
import { TuokeFunction } from './tuokeFunction.ts'

type Of<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>

/** CDK spells one field of a pattern otherwise than EventBridge does. */
const eventPatternOf = ({ 'detail-type': detailType, ...rest }: Pattern): EventPattern =>
  ({ ...rest, ...(detailType && { detailType }) }) as EventPattern

/** An event that was handed over and failed in the function goes to the same queue as one that could not be handed over. */
const keepFailures = (alias: Alias, deadLetters: Queue | undefined): void =>
  alias.configureAsyncInvoke({ ...TRIES, ...(deadLetters && { onFailure: new SqsDestination(deadLetters) }) })

/** More messages of a queue than these Lambda hands over only after waiting for them. */
const MOST_WITHOUT_WAITING = 10

/** How long Lambda and EventBridge try to hand an event to a function before it goes to the dead letters. */
const TRIES = { retryAttempts: 2, maxEventAge: Duration.hours(6) }

export type PipelineStackProps = StackProps & { ground: Omit<Ground, 'queueOf'>; topology: Topology }

/** What works behind the API: consumers of the stream, of queues and of the bus, and what runs by the clock. */
export class PipelineStack extends Stack {
  readonly functions: Record<string, TuokeFunction> = {}
  private readonly queues: Record<string, Queue> = {}
  private readonly ground: Ground

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props)
    this.ground = { ...props.ground, queueOf: this.queueOf }
    for (const [name, spec] of Object.entries(props.topology.queues)) this.addQueue(name, spec)
    for (const [name, spec] of Object.entries(props.topology.functions))
      if (spec.trigger.kind !== 'http') this.addFunction(name, spec)
  }

  readonly queueOf = (name: string): Queue => {
    const queue = this.queues[name]
    if (!queue) throw new Error(`there is no queue ${name}`)
    return queue
  }

  private addQueue(name: string, { visibilitySeconds, maxReceives }: QueueSpec): void {
    const deadLetters = deadLetterQueue(this, `${pascal(name)}DeadLetters`)
    this.queues[name] = new Queue(this, `${pascal(name)}Queue`, {
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxReceives },
    })
    addAlarm(
      this,
      `${pascal(name)}DeadLettersAlarm`,
      {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: Stats.MAXIMUM }),
        at: { least: 1 },
        bad: { periods: 1, of: 1 },
        means: `Messages of the queue ${name} failed ${maxReceives} times and were put aside. Find the cause in the consumer's log, repair it, and send them again.`,
      },
      this.ground.listeners,
    )
  }

  private addFunction(name: string, spec: FunctionSpec): void {
    const made = new TuokeFunction(this, pascal(name), { ground: this.ground, name, spec })
    this.functions[name] = made
    const { trigger } = spec
    if (trigger.kind === 'stream') this.followStream(name, made, trigger)
    if (trigger.kind === 'queue') this.followQueues(made, trigger)
    if (trigger.kind === 'event') this.followBus(made, trigger)
    if (trigger.kind === 'schedule') this.followClock(made, trigger)
  }

  private followStream(name: string, made: TuokeFunction, trigger: Of<'stream'>): void {
    const { alias, deadLetters } = made
    new EventSourceMapping(made, 'Stream', {
      target: alias,
      eventSourceArn: this.ground.table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: trigger.batchSize,
      retryAttempts: trigger.retries,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      filters: trigger.patterns.map((pattern) => FilterCriteria.filter(pattern)),
      ...(deadLetters && { onFailure: new SqsDlq(deadLetters) }),
    })
    addAlarm(
      made,
      'BehindAlarm',
      {
        metric: alias.metric('IteratorAge', { period: MINUTE, statistic: Stats.MAXIMUM }),
        at: { least: 60_000 },
        bad: { periods: 3, of: 5 },
        means: `${name} is more than a minute behind the table. Nothing is lost for 24 hours. Its log says what it stumbles over.`,
      },
      this.ground.listeners,
    )
  }

  private followQueues({ alias }: TuokeFunction, { queues, batchSize, atOnce }: Of<'queue'>): void {
    for (const queue of queues) {
      const mapping = new EventSourceMapping(alias, `${pascal(queue)}Queue`, {
        target: alias,
        eventSourceArn: this.queueOf(queue).queueArn,
        batchSize,
        reportBatchItemFailures: true,
        ...(batchSize > MOST_WITHOUT_WAITING && { maxBatchingWindow: Duration.seconds(1) }),
        ...(atOnce !== undefined && { maxConcurrency: atOnce }),
      })
      accept(mapping, {
        'Serverless-LambdaEventSourceMappingDestination':
          'A queue has its own dead-letter queue; a mapping of one knows no other.',
      })
    }
  }

  private followBus({ alias, deadLetters }: TuokeFunction, { pattern }: Of<'event'>): void {
    new Rule(alias, 'Rule', {
      eventBus: this.ground.bus,
      eventPattern: eventPatternOf(pattern),
      targets: [new LambdaTarget(alias, { ...TRIES, deadLetterQueue: deadLetters })],
    })
    keepFailures(alias, deadLetters)
  }

  private followClock({ alias, deadLetters }: TuokeFunction, { everyMinutes }: Of<'schedule'>): void {
    new Rule(alias, 'Rule', {
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: [new LambdaTarget(alias, { ...TRIES, deadLetterQueue: deadLetters })],
    })
    keepFailures(alias, deadLetters)
  }
}
