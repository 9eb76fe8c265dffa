import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import type { Day } from '../../../shared/domain/day.ts'
import { Lead } from '../../../shared/domain/lead.ts'
import { journaledOf } from '../../../shared/leads/journaled.ts'
import { base32 } from '../../../shared/security/base32.ts'
import { entryKey, type Key, leadKey, rosterKey, shardOf } from '../../../shared/store/keys.ts'
import type { Item } from '../../../shared/store/table.ts'
import { type StoredItem, TABLE_NAME } from '../../harness/items.ts'

const PER_TRANSACTION = 20_000

/** An item as Dynoxide 1.2.1 keeps it. */
export type Row = { pk: string; sk: string; json: string }

/** The row of an item. */
export const rowOf = (item: Key & Item): Row => ({
  pk: item.pk,
  sk: item.sk,
  json: JSON.stringify(marshall(item, { removeUndefinedValues: true })),
})

/** A shard that no lead has, to be replaced. */
const ANY_SHARD = 9

const recordsOf = (lead: Lead): (Key & Item)[] => {
  const [journaled] = journaledOf(lead)
  if (!journaled) throw new Error('the lead has no journal entry')
  const { leadId, campaignId, receivedAt: at, cohortDay: day } = lead
  const { pk, entry } = journaled
  const place = rosterKey({ campaignId, day, shard: ANY_SHARD, at, leadId })
  return [
    { ...leadKey(leadId), ...lead },
    { ...entryKey(pk, entry.eventId), ...entry },
    { ...place, at, type: entry.type, leadId },
  ]
}

/** Rows of the n-th other lead like one that is there: the lead, the entry of its capture, its place in the roster. */
export const rowsLike = (item: StoredItem, days: readonly Day[]): ((n: number) => Row[]) => {
  const lead = Lead.parse(unmarshall(item))
  const { leadId, cohortDay } = lead
  const rows = recordsOf(lead).map(rowOf)
  return (n) => {
    const id = `ld_${base32(createHash('sha256').update(`lead ${n}`).digest(), leadId.length - 'ld_'.length)}`
    const day = days[n % days.length] ?? cohortDay
    const shard = shardOf(leadKey(id).pk)
    const changed = (text: string): string =>
      text.replaceAll(leadId, id).replaceAll(cohortDay, day).replace(`#${day}#${ANY_SHARD}`, `#${day}#${shard}`)
    return rows.map(({ pk, sk, json }) => ({ pk: changed(pk), sk: changed(sk), json: changed(json) }))
  }
}

/** Puts rows into the file of a running engine that has nothing to do. Through its API, with a stream record each, a million leads would take twenty minutes. */
export const putRows = (file: string, rows: Iterable<Row>): void => {
  const db = new DatabaseSync(file, { timeout: 10_000 })
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;')
  const put = db.prepare(`INSERT OR REPLACE INTO "${TABLE_NAME}" (pk, sk, item_json, item_size) VALUES (?, ?, ?, ?)`)
  let open = 0
  db.exec('BEGIN')
  for (const { pk, sk, json } of rows) {
    put.run(`S:${pk}`, `S:${sk}`, json, json.length)
    open += 1
    if (open % PER_TRANSACTION === 0) db.exec('COMMIT; BEGIN')
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE);')
  db.close()
}
