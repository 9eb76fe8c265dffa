import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2'
import type { IEventBus } from 'aws-cdk-lib/aws-events'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Listeners } from './alarm.ts'
import type { Stage } from './stage.ts'

/** What every function of a stage stands on. */
export type Ground = {
  stage: Stage
  table: ITable
  key: IKey
  bus: IEventBus
  listeners: Listeners
  /** The namespace of the metrics that functions write. */
  metrics: string
  /** The network with the fixed address, when the stage has one. */
  network: { vpc: IVpc; securityGroups: ISecurityGroup[] } | undefined
  queueOf: (name: string) => Queue
  /** The folder of a function's bundle. */
  bundleOf: (name: string) => string
}
