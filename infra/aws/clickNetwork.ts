import { RemovalPolicy } from 'aws-cdk-lib'
import { FlowLogDestination, FlowLogTrafficType, IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { accept, acceptInline } from './accepted.ts'
import type { Stage } from './stage.ts'

const acceptWayIn = (vpc: Vpc): void => {
  const closed = 'Nothing is in the default security group; the load balancer has one of its own.'
  accept(vpc, {
    'NIST.800.53.R5-VPCDefaultSecurityGroupClosed': closed,
    'PCI.DSS.321-VPCDefaultSecurityGroupClosed': closed,
  })
  const way = 'Ad platforms call the load balancer, the only thing in these subnets, from the internet.'
  for (const subnet of vpc.publicSubnets)
    accept(subnet, {
      'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW': way,
      'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW': way,
    })
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
  acceptWayIn(vpc)
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
