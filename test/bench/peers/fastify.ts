/** A hand-written peer: Fastify and SQLite in one process, every commit on disk before it is answered. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fastify from 'fastify'
import { eventOf, fingerprintOf, indexOf, keyIn, leadIdOf, relayEvery, Submission, sealed, verdictOf } from './work.ts'

const { PORT = '0', DATA = '' } = process.env

const db = new DatabaseSync(join(DATA, 'leads.db'))
db.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS leads (campaign TEXT, idx TEXT, lead_id TEXT, sealed TEXT, consent TEXT, at TEXT, PRIMARY KEY (campaign, idx)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, fingerprint TEXT, status INTEGER, body TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (n INTEGER PRIMARY KEY, lead_id TEXT, payload TEXT, sent INTEGER DEFAULT 0);
  CREATE INDEX IF NOT EXISTS unsent ON events (n) WHERE sent = 0;
  CREATE TABLE IF NOT EXISTS counters (campaign TEXT, day TEXT, name TEXT, n INTEGER, PRIMARY KEY (campaign, day, name)) WITHOUT ROWID;
`)
const statements = {
  answer: db.prepare('SELECT fingerprint, status, body FROM answers WHERE key = ?'),
  keepAnswer: db.prepare('INSERT INTO answers VALUES (?, ?, ?, ?)'),
  lead: db.prepare('INSERT INTO leads VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  event: db.prepare('INSERT INTO events (lead_id, payload) VALUES (?, ?)'),
  count: db.prepare('INSERT INTO counters VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1'),
  unsent: db.prepare('SELECT n, payload FROM events WHERE sent = 0 ORDER BY n LIMIT 500'),
  sent: db.prepare('UPDATE events SET sent = 1 WHERE sent = 0 AND n <= ?'),
}

type Answer = { status: number; body: string }

const capture = (campaign: string, submission: Submission, key: string | undefined, fingerprint: string): Answer => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const before = key === undefined ? undefined : statements.answer.get(key)
    if (before) {
      db.exec('ROLLBACK')
      if (before.fingerprint !== fingerprint) return { status: 422, body: '{"code":"idempotency_key_reused"}' }
      return { status: Number(before.status), body: String(before.body) }
    }
    const index = indexOf(campaign, submission)
    const leadId = leadIdOf(index)
    const at = new Date().toISOString()
    const consent = JSON.stringify(submission.consent)
    const isNew = statements.lead.run(campaign, index, leadId, sealed(submission), consent, at).changes > 0
    const type = isNew ? 'lead.captured' : 'lead.repeated'
    statements.event.run(leadId, eventOf(type, leadId, campaign))
    statements.count.run(campaign, at.slice(0, 10), type)
    const answer = { status: isNew ? 201 : 200, body: verdictOf(leadId, isNew ? 'accepted' : 'duplicate') }
    if (key !== undefined) statements.keepAnswer.run(key, fingerprint, answer.status, answer.body)
    db.exec('COMMIT')
    return answer
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

const app = fastify({ bodyLimit: 65_536 })
app.post<{ Params: { campaignId: string } }>('/v1/campaigns/:campaignId/leads', async (request, reply) => {
  const checked = Submission.safeParse(request.body)
  reply.type('application/json; charset=utf-8')
  if (!checked.success)
    return reply.code(422).send(JSON.stringify({ code: 'validation_failed', errors: checked.error.issues }))
  const key = keyIn(request.headers['idempotency-key'] as string | undefined)
  const { status, body } = capture(request.params.campaignId, checked.data, key, fingerprintOf(request.body))
  return reply.code(status).send(body)
})

relayEvery(
  50,
  async () => {
    const rows = statements.unsent.all()
    const last = rows.at(-1)?.n
    return {
      payloads: rows.map(({ payload }) => String(payload)),
      done: async () => void (last !== undefined && last !== null && statements.sent.run(last)),
    }
  },
  join(DATA, 'events.ndjson'),
)
process.stdout.write(`${await app.listen({ port: Number(PORT), host: '127.0.0.1' })}\n`)
