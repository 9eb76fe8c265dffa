import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2'
import {
  ApplicationListenerRule,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { accept } from './accepted.ts'
import { clickNetwork } from './clickNetwork.ts'
import type { Stage } from './stage.ts'

export type ClickBalancerStackProps = StackProps & {
  stage: Stage
  balancer: NonNullable<Stage['clickBalancer']>
  key: IKey
  clicks: IFunction
}

const CLICKS = '/v1/in/*/clicks/*'

const NO_ACCESS_LOG =
  'An access log would hold the whole addresses of click monitors, with the secrets in them. The function logs every call without its address.'

/**
 * A load balancer with a default certificate before the function that click monitors call: senders that do not name the
 * host in their TLS handshake are served too, as no HTTP API serves them. About 24 US dollars a month, with its two addresses.
 */
export class ClickBalancerStack extends Stack {
  constructor(scope: Construct, id: string, props: ClickBalancerStackProps) {
    super(scope, id, props)
    const vpc = clickNetwork(this, props)
    const balancer = this.addBalancer(vpc)
    this.forwardClicks(balancer, props)
    new CfnOutput(this, 'ClickBalancerTarget', {
      description: `Make ${props.balancer.name} a CNAME of this`,
      value: balancer.loadBalancerDnsName,
    })
  }

  private addBalancer(vpc: IVpc): ApplicationLoadBalancer {
    const securityGroup = new SecurityGroup(this, 'Callers', {
      vpc,
      description: 'Tuoke click monitors: in over TLS, none out',
      allowAllOutbound: false,
    })
    securityGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'ad platforms, over TLS')
    accept(securityGroup, {
      'AwsSolutions-EC23': 'Ad platforms call from addresses that they do not tell.',
    })
    const balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: true,
      securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: true,
    })
    const noFirewall =
      'It serves one address per campaign and platform, known by a secret; all else is answered 404 before any function runs.'
    accept(balancer, {
      'AwsSolutions-ELB2': NO_ACCESS_LOG,
      'NIST.800.53.R5-ELBLoggingEnabled': NO_ACCESS_LOG,
      'PCI.DSS.321-ELBLoggingEnabled': NO_ACCESS_LOG,
      'NIST.800.53.R5-ALBWAFEnabled': noFirewall,
      'PCI.DSS.321-ALBWAFEnabled': noFirewall,
    })
    return balancer
  }

  private forwardClicks(
    balancer: ApplicationLoadBalancer,
    { balancer: { certificateArn }, clicks }: ClickBalancerStackProps,
  ) {
    const listener = balancer.addListener('Tls', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [ListenerCertificate.fromArn(certificateArn)],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      open: false,
      defaultAction: ListenerAction.fixedResponse(404),
    })
    const group = this.addTarget(clicks)
    new ApplicationListenerRule(this, 'ClicksOnly', {
      listener,
      priority: 1,
      conditions: [ListenerCondition.pathPatterns([CLICKS]), ListenerCondition.httpRequestMethods(['GET'])],
      action: ListenerAction.forward([group]),
    })
  }

  /** CDK's own target may be called by any load balancer, of whichever account; this one by those of this account. */
  private addTarget({ functionArn }: IFunction): ApplicationTargetGroup {
    const permission = new CfnPermission(this, 'Call', {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'elasticloadbalancing.amazonaws.com',
      sourceArn: this.formatArn({ service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: '*' }),
    })
    const target = { targetType: TargetType.LAMBDA, targetJson: { id: functionArn } }
    const group = new ApplicationTargetGroup(this, 'Clicks', {
      targetType: TargetType.LAMBDA,
      targets: [{ attachToApplicationTargetGroup: () => target }],
      multiValueHeadersEnabled: true,
    })
    group.node.addDependency(permission)
    return group
  }
}
