import { Aws, CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  type ITable,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { type CfnKey, Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'
import type { Stage } from './stage.ts'

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

export type DataStackProps = StackProps & { stage: Stage }

/** What must outlive everything else: the table with all that Tuoke knows, and the key that opens it. */
export class DataStack extends Stack {
  /** The table that functions work on. */
  readonly table: ITable
  readonly key: Key

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props)
    this.key = new Key(this, 'Key', {
      description: 'Tuoke: encrypts the table, the logs and what alarms say, and wraps the key ring',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    letLogsUse(this.key)
    letAlarmsUse(this.key)
    const table = new Table(this, 'Table', {
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
    accept(table, {
      'NIST.800.53.R5-DynamoDBInBackupPlan':
        'Point-in-time recovery holds every second of 35 days. A backup beyond that would keep the wrapped keys of erased persons longer than erasure allows.',
    })
    this.pinLogicalIds(table)
    this.table = this.restored(props.stage) ?? table
    new CfnOutput(this, 'TableName', { value: this.table.tableName })
    new CfnOutput(this, 'KeyArn', { value: this.key.keyArn })
    new CfnOutput(this, 'Install', {
      description:
        'Run this once, with credentials in the environment; it writes the first operator key to operator.key',
      value: `npm run install:aws -- --table ${this.table.tableName} --key ${this.key.keyArn}`,
    })
  }

  private restored({ restoredTable, region }: Stage): ITable | undefined {
    if (!restoredTable) return undefined
    return Table.fromTableAttributes(this, 'RestoredTable', {
      tableArn: `arn:${Aws.PARTITION}:dynamodb:${region}:${Aws.ACCOUNT_ID}:table/${restoredTable.name}`,
      tableStreamArn: restoredTable.streamArn,
      encryptionKey: this.key,
    })
  }

  /** A changed logical id would leave the data behind and start an empty table. */
  private pinLogicalIds(table: Table): void {
    ;(table.node.defaultChild as CfnTable).overrideLogicalId('Table')
    ;(this.key.node.defaultChild as CfnKey).overrideLogicalId('Key')
  }
}
