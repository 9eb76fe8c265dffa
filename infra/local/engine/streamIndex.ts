import { DatabaseSync } from 'node:sqlite'

/**
 * Dynoxide 1.2.1 finds the next sequence number of a stream by reading all its records, which makes every write slower
 * with each record kept (61 writes a second after 12,000). This index makes it one lookup: the expression is matched
 * letter by letter, so it must be written as the engine writes it.
 */
const INDEX =
  'CREATE INDEX IF NOT EXISTS stream_sequence ON _stream_records (table_name, CAST(sequence_number AS INTEGER))'

/** Enough to answer whoever looks back a little; the engine numbers on from the last record it holds. */
const KEPT = 1000

/** As many as can be dropped without holding up the engine and this process. */
const AT_ONCE = 500

const TRIM = `
  DELETE FROM _stream_records WHERE id IN (
    SELECT id FROM _stream_records
    WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= min(?2,
      (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1) - ${KEPT})
    ORDER BY CAST(sequence_number AS INTEGER) LIMIT ${AT_ONCE})`

/** Keeps the engine's stream table quick: indexed, and without the records that every consumer has passed. */
export const streamIndex = (file: string, tableName: string) => {
  const db = new DatabaseSync(file, { timeout: 2000 })
  db.exec(INDEX)
  const trim = db.prepare(TRIM)
  return {
    /** Drops some records up to a sequence number, but never the last thousand. Returns whether there may be more. */
    trim: (passed: number): boolean => trim.run(tableName, passed).changes === AT_ONCE,
    close: (): void => db.close(),
  }
}

export type StreamIndex = ReturnType<typeof streamIndex>
