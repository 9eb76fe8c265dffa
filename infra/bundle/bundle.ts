import { existsSync } from 'node:fs'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import type { Topology } from '../topologySpec.ts'

export type Bundle = {
  /** Folder with index.mjs and the files that the function reads: what Lambda gets. */
  directory: string
  metafile: Metafile
}

/** What Lambda's handler `index.handler` names. */
const MODULE = 'index.mjs'

const SETTINGS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  write: false,
} as const satisfies BuildOptions

type Built = { code: Uint8Array; map: Uint8Array; metafile: Metafile }

/** A function in one module. Its paths are the project's own: the same sources give the same bytes wherever they are built. */
const bundle = async (name: string, entry: string, root: string): Promise<Built> => {
  if (!existsSync(join(root, entry)))
    throw new Error(`The function ${name} is to run ${entry}, but there is no such file.`)
  const options = { ...SETTINGS, entryPoints: [entry], outfile: MODULE, absWorkingDir: root }
  const { outputFiles, metafile } = await build(options)
  if (!metafile.outputs[MODULE]?.exports.includes('handler'))
    throw new Error(`The function ${name} is to run ${entry}, but that exports no handler.`)
  const contents = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array()
  return { code: contents(MODULE), map: contents('.map'), metafile }
}

/** Writes a file in a folder that holds nothing else. */
const writeAlone = async (file: string, contents: Uint8Array): Promise<void> => {
  await rm(dirname(file), { recursive: true, force: true })
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, contents)
}

const copyInto = async (directory: string, root: string, file: string): Promise<void> => {
  await mkdir(dirname(join(directory, file)), { recursive: true })
  await copyFile(join(root, file), join(directory, file))
}

/** Builds every function of a topology into a folder of its own under `outdir`; the source maps go into `outdir/maps`, not to Lambda. */
export const buildBundles = async (
  { functions }: Topology,
  root: string,
  outdir: string,
): Promise<Record<string, Bundle>> => {
  const maps = join(outdir, 'maps')
  await mkdir(maps, { recursive: true })
  const bundles = Object.entries(functions).map(async ([name, { entry, files = [] }]): Promise<[string, Bundle]> => {
    const { code, map, metafile } = await bundle(name, entry, root)
    const directory = join(outdir, name)
    await writeAlone(join(directory, MODULE), code)
    for (const file of files) await copyInto(directory, root, file)
    await writeFile(join(maps, `${name}.mjs.map`), map)
    return [name, { directory, metafile }]
  })
  return Object.fromEntries(await Promise.all(bundles))
}
