import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import type { CounterRef } from '../../shared/domain/journal.ts'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { counterSortKey, journalStore } from '../../shared/store/journalStore.ts'
import { ALL_SHARDS, counterPartition, entryKey } from '../../shared/store/keys.ts'
import { drifted, type Tally } from '../../shared/store/recount.ts'
import type { Table } from '../../shared/store/table.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'
import { tableOn } from '../harness/tables.ts'
import { creditedLead, journaled, repeatOf, sampleLead } from './sampleLead.ts'

type Ended = { status: number; stdout: string; stderr: string }

/** Runs the tool while this process goes on: the engine's faults stand in it. */
const run = (environment: Record<string, string>, ...options: string[]): Promise<Ended> => {
  const { DYNAMODB_ENDPOINT: _, TABLE_NAME: __, TUOKE_DATA: ___, ...env } = process.env
  const script = join(ROOT, 'infra/local/recount.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...options], { env: { ...env, ...environment } }, (error, stdout, stderr) => {
      resolve({ status: Number(error?.code ?? 0), stdout, stderr })
    })
  })
}

const LEADS = 30
const REPEATS = 7

/** Some leads and repeats, journaled and counted. */
const fill = async (table: Table): Promise<void> => {
  const leads = Array.from({ length: LEADS }, (_, i) => sampleLead(i))
  const repeats = leads.slice(0, REPEATS).map((lead) => ({ ...lead, event: repeatOf(lead.leadId, 1) }))
  const journal = journalStore(table)
  for (const group of journal.groups([...leads, ...repeats].map((lead) => journaled(lead)))) await journal.record(group)
}

const counterKeyOf = (day: string, shard: number) => ({
  pk: counterPartition({ campaignId: 'spring-loans', mode: 'live', month: day.slice(0, 7), shard }),
  sk: counterSortKey(day, NO_DIMENSIONS),
})

const ref = {
  campaignId: 'spring-loans',
  mode: 'live',
  basis: 'cohort',
  day: '2026-11-20',
  dimensions: NO_DIMENSIONS,
} as const
const tallies = (journal: number, counter: number) =>
  new Map<string, Tally>([['captured', { ...ref, count: 'captured', journal, counter }]])

describe('drifted', () => {
  it.each([
    ['a table at rest that agrees', tallies(5, 5), tallies(5, 5), []],
    ['a counter that is too high', tallies(5, 6), tallies(5, 6), [[5, 6]]],
    ['a counter that is too low', tallies(5, 4), tallies(5, 4), [[5, 4]]],
    ['a counter that nothing explains', tallies(0, 1), tallies(0, 1), [[0, 1]]],
    ['entries without a counter', tallies(1, 0), tallies(1, 0), [[1, 0]]],
    ['a counter that was read after an entry was written', tallies(5, 6), tallies(6, 6), []],
    ['an entry that was read after its counter', tallies(6, 5), tallies(6, 6), []],
    ['the same difference twice while both grow', tallies(5, 6), tallies(8, 9), []],
    ['a difference that growth cannot explain', tallies(5, 9), tallies(8, 12), [[8, 12]]],
    ['a counter that came in between', new Map(), tallies(3, 2), []],
    ['entries that went away', tallies(5, 5), new Map(), [[5, 5]]],
  ])('judges %s', (_, first, second, expected) => {
    expect(drifted(first, second).map(({ journal, counter }) => [journal, counter])).toEqual(expected)
  })
})

describe('recount', () => {
  const [dynoxide] = storeEngines
  if (!dynoxide) throw new Error('there is no engine')
  const store = useStore(dynoxide)
  let tables = 0
  let table: Table
  /** Each test has a table of its own to spoil. */
  beforeEach(async () => {
    table = await tableOn(store().faults.url, `recount-${++tables}`)
    await fill(table)
  })
  const recount = (...options: string[]) =>
    run({ DYNAMODB_ENDPOINT: store().faults.url, TABLE_NAME: `recount-${tables}` }, ...options)

  it('finds no drift after traffic', async () => {
    const { status, stdout } = await recount()
    expect([stdout, status]).toEqual(['37 entries, drift 0\n', 0])
  })

  it('finds a counter that was changed', async () => {
    const change = { expression: 'ADD event_captured :n', values: { ':n': 2 } }
    await table.write({ update: counterKeyOf('2026-11-20', 1), change })
    const { status, stdout } = await recount('--json')
    expect(status).toBe(1)
    const found = { ...ref, basis: 'event', count: 'captured', journal: LEADS, counter: LEADS + 2 }
    expect(JSON.parse(stdout)).toEqual({ entries: 37, drift: 2, differences: [found] })
  })

  it('checks amounts, and how long decisions took', async () => {
    const journal = journalStore(table)
    for (const group of journal.groups([journaled(creditedLead(500))])) await journal.record(group)
    expect((await recount()).stdout).toBe('38 entries, drift 0\n')
    const change = { expression: 'ADD applied_credited_after_4 :n, limitFen :n', values: { ':n': 1 } }
    await table.write({ update: counterKeyOf('2026-11-22', 0), change })
    const { differences } = JSON.parse((await recount('--json')).stdout) as { differences: (Tally & CounterRef)[] }
    expect(differences.map(({ basis, count, journal, counter }) => [basis, count, journal, counter]).sort()).toEqual([
      ['applied', 'credited_after_4', 1, 2],
      ['cohort', 'limitFen', 0, 1],
    ])
  })

  it('finds the counters of an entry that was deleted', async () => {
    const { pk, entry } = journaled(sampleLead(3))
    await table.remove(entryKey(pk, entry.eventId))
    const { status, stdout } = await recount()
    expect(status).toBe(1)
    expect(stdout.split('\n').sort()).toEqual(
      [
        '',
        '36 entries, drift 4',
        ...['cohort', 'event'].flatMap((basis) =>
          ['captured', 'visited'].map(
            (count) =>
              `spring-loans live ${basis} 2026-11-20 -|-|-|-|- ${count}: the journal says ${LEADS - 1}, the counter ${LEADS}`,
          ),
        ),
      ].sort(),
    )
  })

  it('finds a counter that no entry explains, and one that is missing', async () => {
    await table.write({ put: { ...counterKeyOf('2026-12-24', 3), event_repeated: 1 } })
    const repeats = ALL_SHARDS.map((shard) => counterKeyOf('2026-11-21', shard))
    for (const key of repeats) await table.remove(key)
    const { status, stdout } = await recount('--json')
    expect(status).toBe(1)
    const { drift, differences } = JSON.parse(stdout) as { drift: number; differences: Tally[] }
    expect(drift).toBe(8)
    expect(differences.map(({ day, journal, counter }) => [day, journal, counter]).sort()).toEqual([
      ['2026-11-21', REPEATS, 0],
      ['2026-12-24', 0, 1],
    ])
  })
})

describe('recount of a data folder', () => {
  it('says so when there is none, or no table, or no engine', async () => {
    const nowhere = await run({ TUOKE_DATA: '/nonexistent' })
    expect([nowhere.status, nowhere.stderr]).toEqual([
      2,
      "There is no data in /nonexistent. Set TUOKE_DATA to a server's data folder.\n",
    ])
    const silent = await run({ DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' })
    expect([silent.status, silent.stderr]).toEqual([2, 'No DynamoDB engine answers at http://127.0.0.1:1.\n'])
  })

  it('reads the table of a stopped server, of a running one, and refuses data that somebody else holds', async () => {
    const data = temporaryFolder()
    const engine = await startEngine(findEngine(), { file: join(data, 'table.db') })
    await fill(await tableOn(engine.url, 'tuoke'))
    const lock = openHostDb(data)
    const held = await run({ TUOKE_DATA: data })
    expect([held.status, held.stderr]).toEqual([
      2,
      `The data in ${data} is in use, but by no running server. Try again in a moment.\n`,
    ])
    const host = { pid: process.pid, enginePid: engine.pid(), url: '', dynamodb: engine.url, tableName: 'tuoke' }
    writeFileSync(join(data, 'host.json'), JSON.stringify(host))
    expect((await run({ TUOKE_DATA: data })).stdout).toBe('37 entries, drift 0\n')
    await engine.stop()
    lock.close()
    expect((await run({ TUOKE_DATA: data })).stdout).toBe('37 entries, drift 0\n')
    const missing = await run({ TUOKE_DATA: data, TABLE_NAME: 'other' })
    expect([missing.status, missing.stderr]).toMatchObject([2, expect.stringContaining('There is no table other')])
  })
})
