import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { buildBundles } from '../bundle/bundle.ts'
import { checkTopology } from '../checkTopology.ts'
import { topology } from '../topology.ts'
import { checkRules } from './rules.ts'
import { addStacks } from './stacks.ts'
import { stageOf } from './stage.ts'
import { stages } from './stages.ts'

const root = join(import.meta.dirname, '../..')
const app = new App()
const wanted: string = app.node.tryGetContext('stage') ?? 'trial'

checkTopology(topology, root)
const bundles = await buildBundles(topology, root, join(root, 'cdk.out/bundles'))
checkRules(app)
for (const name of wanted === 'all' ? Object.keys(stages) : [wanted])
  addStacks(app, { name, stage: stageOf(stages, name), topology, bundles })
