import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the machine has cores: some of the tests wait.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    unstubEnvs: true,
    silent: 'passed-only',
    projects: [
      // What starts nothing shares its processes, and loads what it imports once.
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: { name: 'system', include: ['test/{aws,contract,store,local,bundle,e2e}/**/*.test.ts'] },
      },
    ],
  },
})
