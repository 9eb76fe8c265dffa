import { Aws, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type CfnKey, Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'

/** CloudWatch encrypts log groups with the key for itself, those of this account only. */
const letLogsUse = (key: Key): void => {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Logs',
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.${Aws.URL_SUFFIX}`)],
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
        },
      },
    }),
  )
}

/** CloudWatch tells a topic that the key encrypts of alarms, those of this account only. */
const letAlarmsUse = (key: Key): void => {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  )
}

/** What must outlive everything else: the table with all that Tuoke knows, and the key that opens it. */
export class DataStack extends Stack {
  readonly table: Table
  readonly key: Key

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props)
    this.key = new Key(this, 'Key', {
      description: 'Tuoke: encrypts the table, the logs and what alarms say, and wraps the key ring',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    letLogsUse(this.key)
    letAlarmsUse(this.key)
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    accept(this.table, {
      'NIST.800.53.R5-DynamoDBInBackupPlan':
        'Point-in-time recovery holds every second of 35 days. A backup beyond that would keep the wrapped keys of erased persons longer than erasure allows.',
    })
    this.pinLogicalIds()
    new CfnOutput(this, 'TableName', { value: this.table.tableName })
    new CfnOutput(this, 'KeyArn', { value: this.key.keyArn })
    new CfnOutput(this, 'Install', {
      description: 'Run this once, after the first deployment',
      value: `npm run install:aws -- --table ${this.table.tableName} --key ${this.key.keyArn}`,
    })
  }

  /** A changed logical id would leave the data behind and start an empty table. */
  private pinLogicalIds(): void {
    ;(this.table.node.defaultChild as CfnTable).overrideLogicalId('Table')
    ;(this.key.node.defaultChild as CfnKey).overrideLogicalId('Key')
  }
}
