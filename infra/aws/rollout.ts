import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy'
import type { Alias } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'
import type { Stage } from './stage.ts'

const CONFIGS = {
  canary_10_percent_5_minutes: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  linear_10_percent_every_minute: LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
}

/** Moves an alias to a new version as the stage says; when one of the alarms goes off on the way, it moves back. */
export const shiftTraffic = (
  scope: Construct,
  { alias, stage, alarms }: { alias: Alias; stage: Stage; alarms: Alarm[] },
): void => {
  if (stage.rollout === 'all_at_once') return
  const group = new LambdaDeploymentGroup(scope, 'Rollout', {
    alias,
    alarms,
    deploymentConfig: CONFIGS[stage.rollout],
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
  })
  accept(group, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
      'AWS keeps this policy for exactly this purpose; it holds what CodeDeploy needs to shift an alias.',
  })
}
