import { Validations } from 'aws-cdk-lib'
import type { Vpc } from 'aws-cdk-lib/aws-ec2'
import type { IConstruct } from 'constructs'

/** Accepts findings of the rule packs on a construct, each for a reason. */
export const accept = (construct: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason })
}

/** CDK writes the right of a helper role into the role itself; the role has no other. */
export const acceptInline = (construct: IConstruct): void =>
  accept(construct, {
    'NIST.800.53.R5-IAMNoInlinePolicy': 'A role of one AWS service with one right, made and removed with it.',
    'PCI.DSS.321-IAMNoInlinePolicy': 'A role of one AWS service with one right, made and removed with it.',
  })

/** Accepts that a network's default security group is as it comes, for nothing is in it, and that its public subnets reach the internet, each for a reason. */
export const acceptPublic = (vpc: Vpc, { closed, way }: { closed: string; way: string }): void => {
  accept(vpc, {
    'NIST.800.53.R5-VPCDefaultSecurityGroupClosed': closed,
    'PCI.DSS.321-VPCDefaultSecurityGroupClosed': closed,
  })
  for (const subnet of vpc.publicSubnets)
    accept(subnet, {
      'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW': way,
      'PCI.DSS.321-VPCNoUnrestrictedRouteToIGW': way,
    })
}
