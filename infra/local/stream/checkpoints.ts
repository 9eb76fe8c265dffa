import type { DatabaseSync } from 'node:sqlite'

const END = 'end'

/** How far each consumer has come in each shard of the stream. */
export const checkpointList = (db: DatabaseSync, stream: string) => {
  const select = db.prepare('SELECT sequence FROM checkpoint WHERE consumer = ? AND stream = ? AND shard = ?')
  const all = db.prepare('SELECT sequence FROM checkpoint WHERE consumer = ? AND stream = ?')
  const upsert = db.prepare('INSERT OR REPLACE INTO checkpoint (consumer, stream, shard, sequence) VALUES (?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM checkpoint WHERE consumer = ? AND stream = ? AND shard = ?')
  const read = (consumer: string, shard: string) => select.get(consumer, stream, shard)?.sequence as string | undefined
  const write = (consumer: string, shard: string, sequence: string): void => {
    upsert.run(consumer, stream, shard, sequence)
  }
  return {
    read,
    write,
    forget: (consumer: string, shard: string): void => {
      remove.run(consumer, stream, shard)
    },
    end: (consumer: string, shard: string): void => write(consumer, shard, END),
    hasEnded: (consumer: string, shard: string): boolean => read(consumer, shard) === END,
    /** The sequence number that every consumer has passed, on a stream of one shard; undefined while one has not begun. */
    passedByAll: (consumers: readonly string[]): number | undefined => {
      const passed = consumers.map((consumer) => Number(all.get(consumer, stream)?.sequence ?? Number.NaN))
      return passed.some(Number.isNaN) || passed.length === 0 ? undefined : Math.min(...passed)
    },
  }
}

export type Checkpoints = ReturnType<typeof checkpointList>
