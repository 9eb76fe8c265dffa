import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { buildBundles } from '../bundle/bundle.ts'
import { checkTopology } from '../checkTopology.ts'
import { Refusal } from '../refusal.ts'
import { topology } from '../topology.ts'
import { checkRules } from './rules.ts'
import { addStacks } from './stacks.ts'
import { stageOf } from './stage.ts'
import { stages } from './stages.ts'

const root = join(import.meta.dirname, '../..')

/** Makes the stacks of the stage that the context names, `trial` when it names none, `all` for every one. */
const synthesize = async (app: App): Promise<void> => {
  const wanted: string = app.node.tryGetContext('stage') ?? 'trial'
  const chosen = (wanted === 'all' ? Object.keys(stages) : [wanted]).map((name) => ({
    name,
    stage: stageOf(stages, name),
  }))
  checkTopology(topology, root)
  const bundles = await buildBundles(topology, root, join(root, 'cdk.out/bundles'))
  checkRules(app)
  for (const one of chosen) addStacks(app, { ...one, topology, bundles })
}

try {
  await synthesize(new App())
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
