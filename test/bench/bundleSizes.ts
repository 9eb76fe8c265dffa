import { statSync } from 'node:fs'
import { join } from 'node:path'
import { buildBundles } from '../../infra/bundle/bundle.ts'
import { topology } from '../../infra/topology.ts'
import { BUDGETS } from '../bundle/budgets.ts'
import type { Figure } from './figure.ts'
import { inFolder, ROOT } from './folder.ts'
import { rounded } from './statistics.ts'

/** P2: how big every function is, by the budgets that the tests hold it to. */
export const measureBundleSizes = (): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const bundles = Object.entries(await buildBundles(topology, ROOT, folder))
    return bundles.map(([name, { directory }]) => {
      const kilobytes = statSync(join(directory, 'index.mjs')).size / 1000
      const most = BUDGETS[name]?.kilobytes
      if (most === undefined) throw new Error(`the function ${name} has no budget`)
      return {
        id: 'P2',
        what: `bundle of ${name}`,
        value: rounded(kilobytes),
        unit: 'KB',
        must: `≤ ${most}`,
        holds: kilobytes <= most,
      }
    })
  })
