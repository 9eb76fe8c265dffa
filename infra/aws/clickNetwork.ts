import { RemovalPolicy } from 'aws-cdk-lib'
import { FlowLogDestination, FlowLogTrafficType, IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { acceptInline, acceptPublic } from './accepted.ts'
import type { Stage } from './stage.ts'

const REASONS = {
  closed: 'Nothing is in the default security group; the load balancer has one of its own.',
  way: 'Ad platforms call the load balancer, the only thing in these subnets, from the internet.',
}

/** A network for nothing but the load balancer before click monitors: two public subnets, no way out; what it refuses is logged. */
export const clickNetwork = (scope: Construct, { stage, key }: { stage: Stage; key: IKey }): Vpc => {
  const vpc = new Vpc(scope, 'Network', {
    ipAddresses: IpAddresses.cidr('10.88.0.0/24'),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [
      { name: 'Balancer', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
    ],
  })
  acceptPublic(vpc, REASONS)
  const logGroup = new LogGroup(scope, 'Refusals', {
    retention: stage.logRetentionDays,
    encryptionKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const refused = vpc.addFlowLog('Refused', {
    destination: FlowLogDestination.toCloudWatchLogs(logGroup),
    trafficType: FlowLogTrafficType.REJECT,
  })
  acceptInline(refused)
  return vpc
}
