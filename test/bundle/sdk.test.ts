import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { SDK_MODULE, sdkModule } from '../../infra/bundle/sdk.ts'
import { Touch } from '../../shared/domain/touch.ts'
import { SDK_FILES } from '../../shared/web/sdkFiles.ts'
import { ROOT } from '../harness/place.ts'

it('is built from what is there: the committed scripts are those of the sources', async () => {
  const committed = readFileSync(join(ROOT, SDK_MODULE), 'utf8')
  expect(committed === (await sdkModule(ROOT)), 'run "node infra/bundle/buildSdk.ts"').toBe(true)
})

/** Bytes, compressed: what every landing page loads, what only some do, and our own pages for applications and following. */
const MOST: Readonly<Record<string, number>> = { 'v1.js': 3500, 'apply.js': 3600, 'follow.js': 1800 }

it('keeps to 3.5 KB compressed, and what only some pages load to 1.5 KB each', () => {
  const sizes = Object.entries(SDK_FILES).map(([name, text]) => [name, gzipSync(text).length] as const)
  process.stderr.write(`SDK, compressed: ${sizes.map(([name, size]) => `${name} ${size} bytes`).join(', ')}\n`)
  for (const [name, size] of sizes) expect([name, size <= (MOST[name] ?? 1500)]).toEqual([name, true])
})

it('knows every click id that the API reads', () => {
  const { clickIds } = Touch.shape
  for (const name of Object.keys(clickIds.unwrap().shape))
    expect(SDK_FILES['v1.js']).toMatch(new RegExp(`[(|]${name}\\|`))
})
