import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Metafile } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Bundle } from '../../infra/bundle/bundle.ts'
import { topology } from '../../infra/topology.ts'
import { builtFunctions } from '../harness/builtWorld.ts'
import { BUDGETS } from './budgets.ts'

let bundles: Record<string, Bundle>
beforeAll(async () => {
  bundles = await builtFunctions()
})

const bundleOf = (name: string): Bundle => {
  const bundle = bundles[name]
  if (!bundle) throw new Error(`there is no bundle of ${name}`)
  return bundle
}

/** The files of which something is in the bundle. */
const inputsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  )

const packageOf = (file: string): string | undefined => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]

/** How many imports away from the entry each of our own files is. */
const depthsOf = (metafile: Metafile, entry: string): Map<string, number> => {
  const own = new Set(inputsOf(metafile).filter((file) => !packageOf(file)))
  const depths = new Map([[entry, 0]])
  for (const [file, depth] of depths)
    for (const { path } of metafile.inputs[file]?.imports ?? [])
      if (own.has(path) && !depths.has(path)) depths.set(path, depth + 1)
  return depths
}

it('has a budget for every function and for no other', () => {
  expect(Object.keys(BUDGETS).sort()).toEqual(Object.keys(topology.functions).sort())
})

describe.each(Object.entries(BUDGETS))('the bundle of %s', (name, { kilobytes, files, depth, packages }) => {
  it(`is ${kilobytes} KB at most, and not much less`, () => {
    const { length } = readFileSync(join(bundleOf(name).directory, 'index.mjs'))
    expect(length / 1000).toBeLessThanOrEqual(kilobytes)
    expect(length / 1000).toBeGreaterThan(kilobytes * 0.8)
  })

  it('holds the packages that it needs and no other', () => {
    const found = inputsOf(bundleOf(name).metafile).flatMap((file) => packageOf(file) ?? [])
    expect([...new Set(found)].sort()).toEqual([...packages].sort())
  })

  it('speaks English only', () => {
    const locales = inputsOf(bundleOf(name).metafile).filter((file) => file.includes('zod/v4/locales/'))
    expect(locales.map((file) => basename(file))).toEqual(['en.js'])
  })

  it(`is made of ${files} files of ours at most, ${depth} imports deep`, () => {
    const depths = depthsOf(bundleOf(name).metafile, topology.functions[name]?.entry ?? '')
    expect(depths.size).toBeLessThanOrEqual(files)
    expect(Math.max(...depths.values())).toBeLessThanOrEqual(depth)
  })
})
