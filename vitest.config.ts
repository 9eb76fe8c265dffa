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
    // Test files share their processes, and what they import is loaded once.
    isolate: false,
    setupFiles: 'test/harness/eachFile.ts',
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/{aws,contract,store,local,bundle,e2e}/**/*.test.ts'],
          globalSetup: 'test/harness/dynamodbLocal.ts',
        },
      },
    ],
  },
})
