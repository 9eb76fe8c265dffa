import { join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { buildBundles } from '../../infra/bundle/bundle.ts'
import { topology } from '../../infra/topology.ts'
import type { FunctionSpec } from '../../infra/topologySpec.ts'
import { ROOT } from './folder.ts'

/** A function of the topology. Fails when there is none of that name. */
export const specOf = (name: string): FunctionSpec => {
  const spec = topology.functions[name]
  if (!spec) throw new Error(`there is no function ${name}`)
  return spec
}

/** Builds a function of the topology as it is deployed, and returns its folder. */
export const buildFunction = async (name: string, folder: string): Promise<string> => {
  const bundles = await buildBundles({ functions: { [name]: specOf(name) }, queues: {} }, ROOT, folder)
  return bundles[name]?.directory ?? folder
}

/**
 * What CDK's `NodejsFunction` tells esbuild for nodejs24.x when it is told nothing itself (aws-cdk-lib 2.276, feature
 * flags as `cdk init` sets them): `--bundle --target=node24 --platform=node --external:@aws-sdk/* --external:@smithy/*`.
 */
const DEFAULTS = {
  bundle: true,
  target: 'node24',
  platform: 'node',
  external: ['@aws-sdk/*', '@smithy/*'],
} as const satisfies BuildOptions

const SDK_CLIENTS = `
import { DynamoDB } from '@aws-sdk/client-dynamodb'
import { KMS } from '@aws-sdk/client-kms'
export const dynamoClient = () => new DynamoDB()
export const kmsClient = () => new KMS()
`

/** Puts the AWS SDK's own clients in the place of ours. */
const sdkClients: Plugin = {
  name: 'sdk-clients',
  setup: ({ onLoad }) =>
    onLoad({ filter: /shared.runtime.aws.clients\.ts$/ }, () => ({ contents: SDK_CLIENTS, resolveDir: ROOT })),
}

/** Builds a function of the topology as CDK does by default, on our clients or on the AWS SDK's, and returns its file. */
export const buildByDefault = async (name: string, folder: string, clients: 'ours' | 'sdk'): Promise<string> => {
  const outfile = join(folder, 'index.js')
  const entryPoints = [specOf(name).entry]
  const plugins = clients === 'sdk' ? [sdkClients] : []
  await build({ ...DEFAULTS, absWorkingDir: ROOT, entryPoints, plugins, outfile })
  return outfile
}
