import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import type { HttpAnswer } from './builtWorld.ts'
import type { Stored } from './installation.ts'

const VERSIONS = join(import.meta.dirname, '../fixtures/versions')

export type StoredVersion = {
  /** Everything it left, the work of its journal included. */
  installation: Stored
  /** What its consumers were handed. */
  batches: { functionName: string; event: DynamoDBStreamEvent }[]
  published: { id: string }[]
  /** What it was asked, and its answers. */
  exchanges: { functionName: string; name: string; event: unknown; answer: Pick<HttpAnswer, 'statusCode' | 'body'> }[]
}

const read = (version: string, part: keyof StoredVersion) =>
  JSON.parse(readFileSync(join(VERSIONS, version, `${part}.json`), 'utf8'))

/** The versions that were recorded. */
export const storedVersions: string[] = readdirSync(VERSIONS).filter((name) => !name.endsWith('.md'))

/** What a version stored, published and answered. */
export const storedVersion = (version: string): StoredVersion => ({
  installation: read(version, 'installation'),
  batches: read(version, 'batches'),
  published: read(version, 'published'),
  exchanges: read(version, 'exchanges'),
})
