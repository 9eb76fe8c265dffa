import type { DatabaseSync } from 'node:sqlite'

export type DeadLetter = { at: string; source: string; cause: string; payload: unknown }

/** What could not be delivered after all retries, kept with its cause. */
export const deadLetterList = (db: DatabaseSync) => {
  const insert = db.prepare('INSERT INTO dead_letter (at, source, cause, payload) VALUES (?, ?, ?, ?)')
  const all = db.prepare('SELECT at, source, cause, payload FROM dead_letter ORDER BY id')
  return {
    add(source: string, cause: string, payload: unknown): void {
      insert.run(new Date().toISOString(), source, cause, JSON.stringify(payload))
    },
    list: (): DeadLetter[] =>
      all.all().map((row) => ({ ...(row as Omit<DeadLetter, 'payload'>), payload: JSON.parse(String(row.payload)) })),
  }
}

export type DeadLetters = ReturnType<typeof deadLetterList>
