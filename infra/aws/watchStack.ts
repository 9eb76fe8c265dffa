import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Dashboard, GraphWidget, type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { addAlarm, type Listeners, MINUTE } from './alarm.ts'
import type { Ground } from './ground.ts'
import type { TuokeFunction } from './tuokeFunction.ts'

export type WatchStackProps = StackProps & {
  ground: Ground
  api: HttpApi
  functions: Readonly<Record<string, TuokeFunction>>
}

const FIVE_MINUTES = Duration.minutes(5)

/** What the people who run a stage look at, and what calls them when business or the API stands still. */
export class WatchStack extends Stack {
  private readonly ground: Ground
  private readonly listeners: Listeners

  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, props)
    this.ground = props.ground
    this.listeners = props.ground.listeners
    this.watchApi(props.api)
    this.watchTable()
    this.watchConversions()
    this.watchPartners()
    this.watchBusiness()
    this.drawDashboard(props)
  }

  /** A metric that functions write, summed over a period. */
  private counted(metricName: string, service: string, period: Duration): Metric {
    return new Metric({
      namespace: this.ground.metrics,
      metricName,
      dimensionsMap: { service },
      statistic: Stats.SUM,
      period,
    })
  }

  private watchApi(api: HttpApi): void {
    addAlarm(
      this,
      'ApiFailsAlarm',
      {
        metric: api.metricServerError({ period: MINUTE, statistic: Stats.SUM }),
        at: { least: 5 },
        bad: { periods: 2, of: 5 },
        means:
          'Callers get 5xx answers. Visitors keep their forms and may send again; see the log of the function whose alarm is on, then the table.',
      },
      this.listeners,
    )
    addAlarm(
      this,
      'ApiSlowAlarm',
      {
        metric: api.metricLatency({ period: MINUTE, statistic: Stats.p(99) }),
        at: { least: 2000 },
        bad: { periods: 3, of: 5 },
        means:
          'One caller in a hundred waits two seconds or more. See cold starts and the duration of the functions, then the table.',
      },
      this.listeners,
    )
  }

  private watchTable(): void {
    const throttled = (metricName: string): Metric =>
      this.ground.table.metric(metricName, { period: MINUTE, statistic: Stats.SUM })
    for (const kind of ['Read', 'Write'] as const)
      addAlarm(
        this,
        `Table${kind}ThrottledAlarm`,
        {
          metric: throttled(`${kind}ThrottleEvents`),
          at: { least: 1 },
          bad: { periods: 2, of: 5 },
          means: `The table refuses ${kind.toLowerCase()}s. Callers are told to come again. A new table starts at 4,000 writes a second: warm it before a campaign, or look for one hot campaign.`,
        },
        this.listeners,
      )
    for (const service of ['relay', 'journal'])
      addAlarm(
        this,
        `${service === 'relay' ? 'Relay' : 'Journal'}QuarantineAlarm`,
        {
          metric: this.counted('RecordQuarantined', service, MINUTE),
          at: { least: 1 },
          bad: { periods: 1, of: 1 },
          means: `${service} put a record aside that it cannot read, and went on. It is in the table under QUARANTINE#${service} with its cause; mostly a newer version wrote it.`,
        },
        this.listeners,
      )
  }

  /** Calls somebody when a function counted something that is for people to look after. */
  private watchFor(id: string, metricName: string, service: string, means: string): void {
    const metric = this.counted(metricName, service, FIVE_MINUTES)
    addAlarm(this, id, { metric, at: { least: 1 }, bad: { periods: 1, of: 1 }, means }, this.listeners)
  }

  private watchConversions(): void {
    this.watchFor(
      'ConversionsExpiredAlarm',
      'ConversionExpired',
      'relay',
      'Conversions were not taken before their platform closed its window. GET /v1/conversions?status=expired says which, and the reason of the last attempt.',
    )
    this.watchFor(
      'ConversionTokenAlarm',
      'ConversionTokenExpired',
      'conversions',
      'An ad platform no longer takes our token, or gives none by the grant of the connection. Set the connection with a new one; what waits is sent by itself, as long as its window is open.',
    )
  }

  private watchPartners(): void {
    this.watchFor(
      'PartnerPausedAlarm',
      'PartnerPaused',
      'partnerWatch',
      'A partner was paused, for its leads repeat others or are declined more often than its limits allow; what it brings is refused. The console shows the numbers under its name. Let it in again there once that is settled with it.',
    )
  }

  private watchBusiness(): void {
    const { silence } = this.ground.stage
    if ('none' in silence) return
    const watch = (id: string, metricName: string, minutes: number | undefined, what: string): void => {
      if (minutes === undefined) return
      addAlarm(
        this,
        id,
        {
          metric: this.counted(metricName, 'journal', Duration.minutes(5)),
          at: { below: 1 },
          bad: { periods: Math.ceil(minutes / 5), of: Math.ceil(minutes / 5) },
          silent: 'bad',
          means: `No ${what} for ${minutes} minutes. Are the ads running, is the page up, does its form reach the API? Try it yourself.`,
        },
        this.listeners,
      )
    }
    watch('NoCapturesAlarm', 'LeadCaptured', silence.capturesMinutes, 'lead was captured')
    watch('NoFollowsAlarm', 'LeadFollowed', silence.followsMinutes, 'follow was counted')
  }

  private drawDashboard({ api, functions }: WatchStackProps): void {
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8, period: FIVE_MINUTES })
    const each = (metricOf: (made: TuokeFunction) => IMetric): IMetric[] => Object.values(functions).map(metricOf)
    const business = ['LeadCaptured', 'LeadRepeated', 'LeadRejected', 'LeadFollowed', 'LeadRegistered']
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(24),
      widgets: [
        [
          graph(
            'Leads',
            business.map((name) => this.counted(name, 'journal', FIVE_MINUTES)),
          ),
          graph('API: requests and failures', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph('API: milliseconds, p50 and p99', [
            api.metricLatency({ statistic: Stats.p(50) }),
            api.metricLatency({ statistic: Stats.p(99) }),
          ]),
        ],
        [
          graph(
            'Functions: errors',
            each(({ alias }) => alias.metricErrors()),
          ),
          graph(
            'Functions: milliseconds, p99',
            each(({ alias }) => alias.metricDuration({ statistic: Stats.p(99) })),
          ),
          graph(
            'Functions: throttles',
            each(({ alias }) => alias.metricThrottles()),
          ),
        ],
        [
          graph('Stream: how far behind, milliseconds', [
            ...each(({ alias }) => alias.metric('IteratorAge', { statistic: Stats.MAXIMUM })),
          ]),
          graph('Table: units written and read', [
            this.ground.table.metricConsumedWriteCapacityUnits(),
            this.ground.table.metricConsumedReadCapacityUnits(),
          ]),
          graph(
            'Dead letters',
            Object.values(functions).flatMap(({ deadLetters }) =>
              deadLetters ? [deadLetters.metricApproximateNumberOfMessagesVisible()] : [],
            ),
          ),
        ],
      ],
    })
  }
}
