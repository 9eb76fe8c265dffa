import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/{aws,unit,contract,store,local,bundle,e2e}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    silent: 'passed-only',
  },
})
