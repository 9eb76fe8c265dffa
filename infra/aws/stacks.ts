import type { App } from 'aws-cdk-lib'
import { Tags } from 'aws-cdk-lib'
import { Refusal } from '../refusal.ts'
import type { Topology } from '../topologySpec.ts'
import { ApiStack } from './apiStack.ts'
import { BusStack } from './busStack.ts'
import { ClickBalancerStack } from './clickBalancerStack.ts'
import { DataStack } from './dataStack.ts'
import { EgressStack } from './egressStack.ts'
import { PipelineStack } from './pipelineStack.ts'
import type { Stage } from './stage.ts'
import { WatchStack } from './watchStack.ts'

export type StacksProps = {
  name: string
  stage: Stage
  topology: Topology
  /** The folders of the functions' bundles. */
  bundles: Readonly<Record<string, { directory: string }>>
}

const checkNames = (name: string, { memoryMb = {}, fixedAddress }: Stage, { functions }: Topology): void => {
  const unknown = Object.keys(memoryMb).find((of) => !functions[of])
  if (unknown !== undefined)
    throw new Refusal(`the stage "${name}" sets the memory of ${unknown}, which is no function`)
  if (fixedAddress && !Object.values(functions).some(({ callsFromFixedAddress }) => callsFromFixedAddress))
    throw new Refusal(
      `the stage "${name}" asks for a fixed address, which costs money every month, and no function of the topology calls from one`,
    )
}

/** The stacks of one stage. What holds data stands apart from what is replaced at every deployment. */
export const addStacks = (app: App, { name, stage, topology, bundles }: StacksProps): void => {
  checkNames(name, stage, topology)
  const idOf = (part: string): string => `tuoke-${name}-${part}`
  const env = { region: stage.region, account: stage.account ?? process.env.CDK_DEFAULT_ACCOUNT }
  const { table, key } = new DataStack(app, idOf('data'), { env, stage, terminationProtection: true })
  const { bus, listeners } = new BusStack(app, idOf('bus'), { env, stage, key })
  const network = stage.fixedAddress ? new EgressStack(app, idOf('egress'), { env, stage, key }).network : undefined
  const bundleOf = (of: string): string => {
    const bundle = bundles[of]
    if (!bundle) throw new Error(`the function ${of} was not bundled`)
    return bundle.directory
  }
  const common = { stage, table, key, bus, listeners, network, bundleOf, metrics: `Tuoke/${name}` }
  const pipeline = new PipelineStack(app, idOf('pipeline'), { env, ground: common, topology })
  const ground = { ...common, queueOf: pipeline.queueOf }
  const api = new ApiStack(app, idOf('api'), { env, ground, topology })
  const { clicks } = api.functions
  if (stage.clickBalancer && clicks)
    new ClickBalancerStack(app, idOf('clicks'), {
      env,
      stage,
      balancer: stage.clickBalancer,
      key,
      clicks: clicks.alias,
    })
  const functions = { ...api.functions, ...pipeline.functions }
  new WatchStack(app, idOf('watch'), { env, ground, api: api.api, functions })
  Tags.of(app).add('project', 'tuoke', { excludeResourceTypes: ['AWS::Lambda::EventSourceMapping'] })
}
