import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  CfnEIP,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { acceptInline, acceptPublic } from './accepted.ts'
import type { Stage } from './stage.ts'

export type EgressStackProps = StackProps & { stage: Stage; key: IKey }

const REASONS = {
  closed: 'Nothing is in the default security group; functions have one of their own.',
  way: 'This is the way out of the NAT gateway, the only thing in the public subnets.',
}

/** One fixed address that providers can put on their allow-lists, and a network whose calls leave through it: about 36.50 US dollars a month, and 0.045 per GB. */
export class EgressStack extends Stack {
  readonly network: { vpc: Vpc; securityGroups: SecurityGroup[] }

  constructor(scope: Construct, id: string, props: EgressStackProps) {
    super(scope, id, props)
    const address = this.addAddress()
    const vpc = new Vpc(this, 'Network', {
      ipAddresses: IpAddresses.cidr('10.87.0.0/24'),
      maxAzs: 2,
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
      subnetConfiguration: [
        { name: 'Way', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
        { name: 'Functions', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 26 },
      ],
      gatewayEndpoints: { Table: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
    })
    this.logRefusals(vpc, props)
    const group = new SecurityGroup(this, 'Functions', {
      vpc,
      description: 'Tuoke functions: calls out over TLS, none in',
      allowAllOutbound: false,
    })
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'providers and AWS, over TLS')
    this.network = { vpc, securityGroups: [group] }
    acceptPublic(vpc, REASONS)
  }

  /** The address stays when the stack goes: providers know it. */
  private addAddress(): CfnEIP {
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' })
    address.overrideLogicalId('Address')
    address.applyRemovalPolicy(RemovalPolicy.RETAIN)
    new CfnOutput(this, 'FixedAddress', {
      description: 'Put this address on the allow-lists of WeChat and WeCom',
      value: address.attrPublicIp,
    })
    return address
  }

  private logRefusals(vpc: Vpc, { stage, key }: EgressStackProps): void {
    const logGroup = new LogGroup(this, 'Refusals', {
      retention: stage.logRetentionDays,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const refused = vpc.addFlowLog('Refused', {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: FlowLogTrafficType.REJECT,
    })
    acceptInline(refused)
  }
}
