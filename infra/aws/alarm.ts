import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'

/** Who hears of alarms, or why nobody does. */
export type Listeners = { topic: ITopic } | { none: string }

export type AlarmSpec = {
  metric: IMetric
  /** The alarm goes off at this value and above, or below it. */
  at: { least: number } | { below: number }
  /** Of so many periods of the metric, so many must be bad. */
  bad: { periods: number; of: number }
  /** What nothing measured means. */
  silent?: 'good' | 'bad'
  /** What has happened, and what to do: what somebody reads who is woken by it. */
  means: string
}

export const MINUTE = Duration.minutes(1)

/** An alarm that says what it means and tells the listeners when it begins and ends. */
export const addAlarm = (scope: Construct, id: string, spec: AlarmSpec, listeners: Listeners): Alarm => {
  const { metric, at, bad, silent = 'good', means } = spec
  const alarm = new Alarm(scope, id, {
    metric,
    threshold: 'least' in at ? at.least : at.below,
    comparisonOperator:
      'least' in at ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: bad.of,
    datapointsToAlarm: bad.periods,
    treatMissingData: silent === 'good' ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    alarmDescription: means,
  })
  if ('topic' in listeners) {
    const action = new SnsAction(listeners.topic)
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
  } else accept(alarm, { 'NIST.800.53.R5-CloudWatchAlarmAction': listeners.none })
  return alarm
}
