import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SDK_MODULE, sdkModule } from './sdk.ts'

const root = join(import.meta.dirname, '../..')
const file = join(root, SDK_MODULE)
const text = await sdkModule(root)

// Writes the module, or with --check says whether the one that is committed is true.
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`${SDK_MODULE} is stale: run "node infra/bundle/buildSdk.ts"\n`)
  process.exitCode = 1
}
