import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'

/** Where messages that nobody could work on wait for somebody to look, for the two weeks that SQS keeps them at most. */
export const deadLetterQueue = (scope: Construct, id: string): Queue => {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  })
  accept(queue, {
    'AwsSolutions-SQS3': 'It is a dead-letter queue itself.',
    'Serverless-SQSRedrivePolicy': 'It is a dead-letter queue itself.',
  })
  return queue
}
