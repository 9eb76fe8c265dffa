import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

it('lint refuses a domain rule that reaches for the store, a function that reaches for its sibling, and an import cycle', () => {
  const biome = join(root, 'node_modules/.bin/biome')
  const { status, stderr, stdout } = spawnSync(biome, ['lint', '--config-path=biome.json', '.'], {
    cwd: join(root, 'test/fixtures/layering'),
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  const said = stdout + stderr
  expect(said).toContain('shared/domain/rule.ts:1:23 lint/style/noRestrictedImports')
  expect(said).toContain('functions/capture/capture.ts:1:23 lint/style/noRestrictedImports')
  expect(said).toContain('shared/store/store.ts:1:22 lint/suspicious/noImportCycles')
})
