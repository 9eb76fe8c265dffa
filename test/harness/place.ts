import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The project's root. */
export const ROOT = join(import.meta.dirname, '../..')

const ends: (() => unknown)[] = []

/** Does something when the test file is done, the latest first; a test may ask for it too, which `afterAll` does not hear. */
export const atEnd = (end: () => unknown): void => {
  ends.push(end)
}

/** Does all that was asked for with `atEnd`. */
export const endAll = async (): Promise<void> => {
  for (const end of ends.splice(0).reverse()) await end()
}

/** A folder that is removed when the test file is done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tuoke-test-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** How an SDK client of a test reaches an endpoint; it tells of the first failure. */
export const clientOf = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
})

/** How the functions' own clients reach an endpoint: by the environment. */
export const environmentOf = (endpoint: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
})
