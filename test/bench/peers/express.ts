/** A hand-written peer: Express and PostgreSQL, one function of the database for each capture. */
import { join } from 'node:path'
import express from 'express'
import pg from 'pg'
import { eventOf, fingerprintOf, indexOf, keyIn, leadIdOf, relayEvery, Submission, sealed, verdictOf } from './work.ts'

const { PORT = '0', DATA = '', DATABASE_URL } = process.env

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 20 })
await pool.query(`
  CREATE TABLE IF NOT EXISTS leads (campaign text, idx text, lead_id text, sealed text, consent text, at timestamptz, PRIMARY KEY (campaign, idx));
  CREATE TABLE IF NOT EXISTS answers (key text PRIMARY KEY, fingerprint text, status int, body text);
  CREATE TABLE IF NOT EXISTS events (n bigserial PRIMARY KEY, lead_id text, payload text, sent boolean DEFAULT false);
  CREATE INDEX IF NOT EXISTS unsent ON events (n) WHERE NOT sent;
  CREATE TABLE IF NOT EXISTS counters (campaign text, day date, name text, shard int, n bigint, PRIMARY KEY (campaign, day, name, shard));
  CREATE OR REPLACE FUNCTION capture(c text, i text, l text, s text, consent text, k text, f text, new_event text, old_event text, new_body text, old_body text)
  RETURNS TABLE (status int, body text) LANGUAGE plpgsql AS $$
  DECLARE was answers%ROWTYPE; made int;
  BEGIN
    IF k IS NOT NULL THEN
      INSERT INTO answers VALUES (k, f, 0, '') ON CONFLICT DO NOTHING;
      GET DIAGNOSTICS made = ROW_COUNT;
      IF made = 0 THEN
        SELECT * INTO was FROM answers WHERE key = k;
        IF was.fingerprint <> f THEN RETURN QUERY SELECT 422, '{"code":"idempotency_key_reused"}'; RETURN; END IF;
        RETURN QUERY SELECT was.status, was.body; RETURN;
      END IF;
    END IF;
    INSERT INTO leads VALUES (c, i, l, s, consent, now()) ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS made = ROW_COUNT;
    INSERT INTO events (lead_id, payload) VALUES (l, CASE WHEN made = 1 THEN new_event ELSE old_event END);
    INSERT INTO counters VALUES (c, current_date, CASE WHEN made = 1 THEN 'lead.captured' ELSE 'lead.repeated' END, abs(hashtext(i)) % 4, 1)
      ON CONFLICT (campaign, day, name, shard) DO UPDATE SET n = counters.n + 1;
    status := CASE WHEN made = 1 THEN 201 ELSE 200 END;
    body := CASE WHEN made = 1 THEN new_body ELSE old_body END;
    IF k IS NOT NULL THEN UPDATE answers a SET status = capture.status, body = capture.body WHERE a.key = k; END IF;
    RETURN NEXT;
  END $$;
`)

const app = express()
app.use(express.json({ limit: 65_536 }))
app.post('/v1/campaigns/:campaignId/leads', async (request, response) => {
  const checked = Submission.safeParse(request.body)
  response.type('application/json')
  if (!checked.success) {
    response.status(422).send(JSON.stringify({ code: 'validation_failed', errors: checked.error.issues }))
    return
  }
  const { campaignId } = request.params
  const index = indexOf(campaignId, checked.data)
  const leadId = leadIdOf(index)
  const { rows } = await pool.query({
    name: 'capture',
    text: 'SELECT * FROM capture($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    values: [
      campaignId,
      index,
      leadId,
      sealed(checked.data),
      JSON.stringify(checked.data.consent),
      keyIn(request.get('idempotency-key')) ?? null,
      fingerprintOf(request.body),
      eventOf('lead.captured', leadId, campaignId),
      eventOf('lead.repeated', leadId, campaignId),
      verdictOf(leadId, 'accepted'),
      verdictOf(leadId, 'duplicate'),
    ],
  })
  response.status(rows[0].status).send(rows[0].body)
})

relayEvery(
  50,
  async () => {
    const { rows } = await pool.query('SELECT n, payload FROM events WHERE NOT sent ORDER BY n LIMIT 500')
    const all = rows.map(({ n }) => n)
    return {
      payloads: rows.map(({ payload }) => payload as string),
      done: async () =>
        void (all.length > 0 && (await pool.query('UPDATE events SET sent = true WHERE n = ANY($1)', [all]))),
    }
  },
  join(DATA, 'events.ndjson'),
)
const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
