import type { Stage } from '../../../infra/aws/stage.ts'
import { topology } from '../../../infra/topology.ts'
import { resourcesOf, synthesize } from '../../aws/synthesized.ts'
import { accessLogBytes } from './accessLog.ts'
import { BYTES_BESIDE_LINE, PLATFORM_LOG_BYTES } from './assumed.ts'
import type { Fixed } from './monthly.ts'

/** What the templates of a stage say of its costs. */
export type Deployed = {
  fixed: Omit<Fixed, 'metrics'>
  /** Bytes that the API logs of a call of a route. */
  accessLogBytes: (route: string) => number
  /** Bytes that Lambda itself logs of a call of a function. */
  platformLogBytes: number
}

type FunctionProperties = { Description?: unknown; LoggingConfig?: { SystemLogLevel?: string } }
type ApiStage = { AccessLogSettings?: { Format?: string } }

/** CDK adds functions of its own; ours say so. */
const isOurs = ({ Description }: FunctionProperties): boolean => String(Description).startsWith('Tuoke ')

/** Synthesizes a stage of `infra/aws/stages.ts` and looks at what it holds. */
export const deployedOf = (stage: Stage, name: string): Deployed => {
  const templates = Object.values(synthesize(stage, topology, name))
  const all = (type: string) => templates.flatMap((template) => resourcesOf(template, type))
  const formats = all('AWS::ApiGatewayV2::Stage').map(({ properties }) => properties as ApiStage)
  const functions = all('AWS::Lambda::Function').map(({ properties }) => properties as FunctionProperties)
  const levels = functions.filter(isOurs).map(({ LoggingConfig }) => LoggingConfig?.SystemLogLevel)
  return {
    fixed: {
      keys: all('AWS::KMS::Key').length,
      alarms: all('AWS::CloudWatch::Alarm').length,
      dashboards: all('AWS::CloudWatch::Dashboard').length,
      natGateways: all('AWS::EC2::NatGateway').length,
    },
    accessLogBytes: (route) =>
      formats.reduce((bytes, { AccessLogSettings }) => {
        const { Format } = AccessLogSettings ?? {}
        return Format === undefined ? bytes : bytes + accessLogBytes(Format, route) + BYTES_BESIDE_LINE
      }, 0),
    platformLogBytes: levels.every((level) => level === 'WARN') ? 0 : PLATFORM_LOG_BYTES,
  }
}
