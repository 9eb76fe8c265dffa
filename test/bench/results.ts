import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { ROOT } from './folder.ts'

const FILE = join(import.meta.dirname, 'results.json')

/** When, where and of what figures were measured. */
type Circumstances = { date: string; node: string; cpu: string; cores: number; commit: string }

/** By the figures' id: those of different runs may stand side by side. */
type Results = Record<string, Circumstances & { figures: Figure[] }>

/** The short hash of the commit that is checked out, with `-dirty` when files differ from it. */
const commitOf = (folder: string): string => {
  try {
    const git = ['describe', '--always', '--dirty', '--exclude', '*']
    return execFileSync('git', git, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return 'unknown'
  }
}

const circumstances = (): Circumstances => ({
  date: new Date().toISOString(),
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  commit: commitOf(ROOT),
})

const byId = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** Results with those of an id replaced, in the order of the ids. */
export const withResult = (results: Results, id: string, result: Results[string]): Results =>
  Object.fromEntries(Object.entries({ ...results, [id]: result }).sort(([a], [b]) => byId(a, b)))

/** Writes the figures of an id into `results.json`, where the other ids' stay as they are. */
export const keepFigures = (id: string, figures: Figure[]): void => {
  const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : {}
  const results = withResult(before, id, { ...circumstances(), figures })
  writeFileSync(FILE, `${JSON.stringify(results, undefined, 2)}\n`)
}
