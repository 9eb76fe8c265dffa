import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installRuntimeClient } from './install.ts'

const ROOT = join(import.meta.dirname, '../..')
const CLIENT = join(ROOT, '.cache/ric')

/** The tests that run built functions; under the runtime client when the environment names its folder. */
const TESTS = ['test/bundle/functions.test.ts', 'test/bundle/versions.test.ts']

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

say('AWS’s runtime client for Node.js: its first installation compiles it, which takes about two minutes')
const reason = installRuntimeClient(CLIENT)
if (reason !== undefined) {
  say(`Left out: ${reason}`)
  process.exit(process.env.CI ? 1 : 0)
}
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...TESTS], {
  cwd: ROOT,
  env: { ...process.env, RUNTIME_CLIENT: CLIENT },
  stdio: 'inherit',
})
process.exit(status ?? 1)
