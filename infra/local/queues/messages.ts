import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

export type Message = { id: string; body: string; attributes: string; receives: number; sent_at: number }

/** Names one receive of a message: whoever was given it may remove the message until it is received again. */
export const receiptOf = ({ id, receives }: Message): string => `${id}.${receives}`

/** The messages of all queues. What was added outlives this process, however it ends. */
export const messageStore = (db: DatabaseSync) => {
  const insert = db.prepare(
    'INSERT INTO message (id, queue, body, attributes, receives, visible_at, sent_at) VALUES (?, ?, ?, ?, 0, ?, ?)',
  )
  const visible = db.prepare(
    `SELECT id, body, attributes, receives, sent_at FROM message
     WHERE queue = ? AND visible_at <= ? ORDER BY visible_at LIMIT ?`,
  )
  const counted = db.prepare('SELECT count(*) AS n FROM message WHERE queue = ? AND visible_at <= ?')
  const hide = db.prepare('UPDATE message SET receives = receives + 1, visible_at = ? WHERE id = ?')
  const move = db.prepare('UPDATE message SET queue = ?, receives = 0, visible_at = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM message WHERE id = ? AND receives = ? AND queue = ?')
  return {
    add(queue: string, { body, attributes, delayMs }: { body: string; attributes: string; delayMs: number }): string {
      const id = randomUUID()
      const now = Date.now()
      insert.run(id, queue, body, attributes, now + delayMs, now)
      return id
    },
    count: (queue: string): number => Number(counted.get(queue, Date.now())?.n),
    visible: (queue: string, max: number): Message[] => visible.all(queue, Date.now(), max) as Message[],
    /** Receives a message: takes it out of sight for some time. */
    hide(message: Message, forMs: number): Message {
      hide.run(Date.now() + forMs, message.id)
      return { ...message, receives: message.receives + 1 }
    },
    move: ({ id }: Message, queue: string): void => {
      move.run(queue, Date.now(), id)
    },
    remove(queue: string, receipt: string): void {
      const [id = '', receives = ''] = receipt.split('.')
      remove.run(id, Number(receives), queue)
    },
  }
}
