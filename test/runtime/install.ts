import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** AWS's own runtime client, compiled where it is installed: it is no dependency of the project. */
const PACKAGE = 'aws-lambda-ric'
const VERSION = '4.0.2'
const TOOLS = ['cmake', 'g++', 'make', 'python3', 'xz']
const DEBIAN = 'apt-get install cmake g++ make python3 xz-utils'

const isThere = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0

const compile = (folder: string): string | undefined => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { [PACKAGE]: true } }))
  const install = ['install', '--no-audit', '--no-fund', '--prefix', folder, `${PACKAGE}@${VERSION}`]
  const { status, stderr } = spawnSync('npm', install, { cwd: folder, encoding: 'utf8' })
  return status === 0 ? undefined : `npm could not build it: ${stderr.slice(-2000)}`
}

/** Installs the runtime client into a folder, unless it is there. Returns why it cannot be, or undefined. */
export const installRuntimeClient = (folder: string): string | undefined => {
  if (existsSync(join(folder, 'node_modules', PACKAGE, 'rapid-client.node'))) return undefined
  const missing = TOOLS.filter((tool) => !isThere(tool))
  if (missing.length > 0) return `it is compiled with ${missing.join(', ')}, which are not there (Debian: ${DEBIAN})`
  return compile(folder)
}
