import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Archive, type CfnEventBus, EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { accept, acceptInline } from './accepted.ts'
import { addAlarm, type Listeners, MINUTE } from './alarm.ts'
import { deadLetterQueue } from './deadLetterQueue.ts'
import type { Stage } from './stage.ts'

export type BusStackProps = StackProps & { stage: Stage; key: IKey }

/** A topic with a policy of its own takes nothing that the policy does not let in; alarms of this account it must. */
const letAlarmsTell = (topic: Topic): void => {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*` },
      },
    }),
  )
}

const listenersOf = (scope: Construct, { stage: { alarms }, key }: BusStackProps): Listeners => {
  if ('none' in alarms) return alarms
  if ('topicArn' in alarms) return { topic: Topic.fromTopicArn(scope, 'Alarms', alarms.topicArn) as ITopic }
  const topic = new Topic(scope, 'Alarms', { masterKey: key, enforceSSL: true })
  letAlarmsTell(topic)
  const mail = new Subscription(scope, 'AlarmMail', {
    topic,
    protocol: SubscriptionProtocol.EMAIL,
    endpoint: alarms.email,
  })
  accept(mail, {
    'Serverless-SNSRedrivePolicy': 'SNS keeps no undelivered mail; the alarm itself stays on in CloudWatch.',
  })
  return { topic }
}

/** The bus that events go out on, thirty days of them to replay, and who hears of alarms. */
export class BusStack extends Stack {
  readonly bus: EventBus
  readonly listeners: Listeners

  constructor(scope: Construct, id: string, props: BusStackProps) {
    super(scope, id, props)
    const { stage } = props
    this.listeners = listenersOf(this, props)
    this.bus = new EventBus(this, 'Bus', { eventBusName: stage.busName })
    ;(this.bus.node.defaultChild as CfnEventBus).overrideLogicalId('Bus')
    new Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      eventPattern: { source: ['tuoke'] },
      retention: Duration.days(30),
    })
    if (stage.forwardTo) this.forward(stage.forwardTo)
    new CfnOutput(this, 'BusArn', { value: this.bus.eventBusArn })
  }

  /** Every event of ours goes on to the bank's own bus, and waits in a queue when that cannot be reached for a day. */
  private forward(busArn: string): void {
    const deadLetters = deadLetterQueue(this, 'ForwardDeadLetters')
    const rule = new Rule(this, 'Forward', {
      eventBus: this.bus,
      eventPattern: { source: ['tuoke'] },
      targets: [new BusTarget(EventBus.fromEventBusArn(this, 'BankBus', busArn), { deadLetterQueue: deadLetters })],
    })
    acceptInline(rule)
    addAlarm(
      this,
      'ForwardDeadLettersAlarm',
      {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: 'Maximum' }),
        at: { least: 1 },
        bad: { periods: 1, of: 1 },
        means:
          "Events did not reach the bank's bus for a day and wait in a queue. See that its policy lets this account put events, then replay the archive for that time.",
      },
      this.listeners,
    )
  }
}
