import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, relative } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { buildBundles } from '../../infra/bundle/bundle.ts'
import { topology } from '../../infra/topology.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { topologyOf } from '../local/functionTopology.ts'

const names = Object.keys(topology.functions)
const SECRET = 'canary-of-the-environment'

const outdir = temporaryFolder()
const codeOf = (name: string, from = outdir): string => readFileSync(join(from, name, 'index.mjs'), 'utf8')
const mapOf = (name: string): string => readFileSync(join(outdir, 'maps', `${name}.mjs.map`), 'utf8')

beforeAll(async () => {
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET)
  const bundles = await buildBundles(topology, ROOT, outdir)
  expect(Object.keys(bundles)).toEqual(names)
  for (const [name, { directory }] of Object.entries(bundles)) expect(directory).toBe(join(outdir, name))
})

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))

describe.each(names)('the folder of %s', (name) => {
  it('holds the module and the files it reads; the map is beside it and not named in it', () => {
    const { files = [] } = topology.functions[name] ?? {}
    expect(filesIn(join(outdir, name)).sort()).toEqual(['index.mjs', ...files].sort())
    expect(codeOf(name)).not.toContain('sourceMappingURL')
    const { sources } = JSON.parse(mapOf(name)) as { sources: string[] }
    expect(sources).toContain(topology.functions[name]?.entry)
  })

  it('tells nothing of the machine that built it', () => {
    const { sources } = JSON.parse(mapOf(name)) as { sources: string[] }
    expect(sources.filter((source) => isAbsolute(source) || source.startsWith('..'))).toEqual([])
    for (const text of [codeOf(name), mapOf(name)])
      for (const trace of [ROOT, outdir, `${homedir()}/`, SECRET]) expect(text).not.toContain(trace)
    expect(codeOf(name)).not.toMatch(/A[KS]IA[0-9A-Z]{16}|tk_[a-z2-7]{12}|PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/)
  })
})

/** The project's own sources in another folder. */
const copyOfProject = (): string => {
  const root = join(temporaryFolder(), 'elsewhere')
  mkdirSync(root)
  for (const part of ['docs', 'functions', 'openapi', 'shared', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  return root
}

it('makes the same bytes of the same sources, wherever they are', async () => {
  const again = temporaryFolder()
  await buildBundles(topology, copyOfProject(), again)
  for (const name of names) expect(codeOf(name, again) === codeOf(name)).toBe(true)
})

const oneFunction = (entry: string): Topology => topologyOf({ one: { kind: 'schedule', everyMinutes: 1 } }, { entry })

it('leaves nothing of an earlier build to Lambda', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'one'))
  writeFileSync(join(folder, 'one/old.mjs'), '')
  const { one } = await buildBundles(oneFunction('test/fixtures/functions/appending.ts'), ROOT, folder)
  expect(readdirSync(one?.directory ?? '')).toEqual(['index.mjs'])
})

it.each([
  ['functions/none/handler.ts', 'there is no such file'],
  ['shared/domain/phone.ts', 'that exports no handler'],
])('refuses a function whose entry is %s in one sentence', async (entry, reason) => {
  const building = buildBundles(oneFunction(entry), ROOT, temporaryFolder())
  await expect(building).rejects.toThrow(`The function one is to run ${entry}, but ${reason}.`)
})
