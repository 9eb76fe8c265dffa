import type { Stage } from '../../../infra/aws/stage.ts'
import { topology } from '../../../infra/topology.ts'
import { resourcesOf, synthesize } from '../../aws/synthesized.ts'
import type { Fixed } from './bill.ts'

/** What the templates of a stage hold that costs money whether it is used or not. */
export const fixedOf = (stage: Stage, name: string): Omit<Fixed, 'metrics'> => {
  const templates = Object.values(synthesize(stage, topology, name))
  const count = (type: string): number =>
    templates.reduce((sum, template) => sum + resourcesOf(template, type).length, 0)
  return {
    keys: count('AWS::KMS::Key'),
    alarms: count('AWS::CloudWatch::Alarm'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    fixedAddresses: count('AWS::EC2::NatGateway'),
  }
}
