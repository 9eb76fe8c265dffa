import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { HostProblem } from './hostProblem.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS checkpoint (consumer TEXT, stream TEXT, shard TEXT, sequence TEXT, PRIMARY KEY (consumer, stream, shard));
  CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY, queue TEXT, body TEXT, attributes TEXT, receives INTEGER, visible_at INTEGER, sent_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS message_due ON message (queue, visible_at);
  CREATE TABLE IF NOT EXISTS delivery (id TEXT PRIMARY KEY, target TEXT, event TEXT, attempts INTEGER, due_at INTEGER);
  CREATE INDEX IF NOT EXISTS delivery_due ON delivery (target, due_at);
  CREATE TABLE IF NOT EXISTS schedule (name TEXT PRIMARY KEY, last_at INTEGER);
`

const problemOf = (error: unknown, data: string): HostProblem => {
  const message = error instanceof Error ? error.message : String(error)
  return new HostProblem(
    /locked|busy/i.test(message)
      ? `The data in ${data} is in use by another server. Stop that one, or set TUOKE_DATA to another folder.`
      : `The data in ${data} cannot be opened: ${message}. Set TUOKE_DATA to another folder.`,
  )
}

/** What the host itself must remember, in one SQLite file that one process at a time can open. The lock goes with the process, however it ends. */
export const openHostDb = (data: string): DatabaseSync => {
  let db: DatabaseSync | undefined
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    db = new DatabaseSync(join(data, 'host.db'), { timeout: 0 })
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    db.exec(TABLES)
    return db
  } catch (error) {
    db?.close()
    throw problemOf(error, data)
  }
}
