import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { addStacks } from '../../infra/aws/stacks.ts'
import type { Stage } from '../../infra/aws/stage.ts'
import type { Topology } from '../../infra/topologySpec.ts'

type Resource = { Type: string; Properties?: Record<string, unknown>; [other: string]: unknown }
export type Template = {
  Resources: Record<string, Resource>
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>
}
export type Templates = Readonly<Record<string, Template>>

/** A resource by its logical id. */
export type Found = { id: string; properties: Record<string, unknown>; DependsOn?: unknown; [other: string]: unknown }

/** The resources of a type in a stack, each with its logical id. */
export const resourcesOf = ({ Resources }: Template, type: string): Found[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties = {}, ...rest }]) =>
    Type === type ? [{ id, properties: Properties, ...rest }] : [],
  )

/** A folder with code for every function, without the time to bundle it. */
const placeholders = (topology: Topology, root: string) =>
  Object.fromEntries(
    Object.keys(topology.functions).map((name) => {
      const directory = join(root, name)
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, 'index.mjs'), `export const handler = () => '${name}'\n`)
      return [name, { directory }]
    }),
  )

const context = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')).context

/** The templates of a stage by the part that each stack is (`data`, `api`, …); `prepare` may add checks to the app. */
export const synthesize = (
  stage: Stage,
  topology: Topology,
  name = 'test',
  prepare: (app: App) => void = () => undefined,
): Templates => {
  const folder = mkdtempSync(join(tmpdir(), 'tuoke-synth-'))
  try {
    const app = new App({ context, outdir: join(folder, 'out'), analyticsReporting: false })
    prepare(app)
    addStacks(app, { name, stage, topology, bundles: placeholders(topology, join(folder, 'bundles')) })
    const { stacks } = app.synth()
    return Object.fromEntries(
      stacks.map((stack) => [stack.stackName.split('-').at(-1) ?? '', stack.template as Template]),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
