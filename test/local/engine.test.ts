import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { freePort, startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { ensureTable } from '../../infra/local/engine/table.ts'
import { HostProblem } from '../../infra/local/hostProblem.ts'
import { eventually } from '../harness/client.ts'
import { atEnd, clientOf, temporaryFolder } from '../harness/place.ts'

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const start = async (file?: string, binary = findEngine()) => {
  const reports: unknown[] = []
  const engine = await startEngine(binary, { file, report: (error) => reports.push(error) })
  atEnd(engine.stop)
  return { ...engine, reports, db: new DynamoDBClient({ ...clientOf(engine.url), maxAttempts: 10 }) }
}

describe('the engine', () => {
  it('answers once it is started, and is gone once it is stopped', async () => {
    const engine = await start()
    expect((await engine.db.send(new ListTablesCommand({}))).TableNames).toEqual([])
    const pid = engine.pid()
    expect(isRunning(pid)).toBe(true)
    await engine.stop()
    await eventually(
      () => isRunning(pid),
      (running) => !running,
    )
    await expect(fetch(engine.url)).rejects.toThrow()
    expect(engine.reports).toEqual([])
  })

  it('that is stopped has all in its one file', async () => {
    const folder = temporaryFolder()
    const engine = await start(join(folder, 'table.db'))
    await ensureTable(engine.db, 'table')
    await engine.stop()
    expect(readdirSync(folder)).toEqual(['table.db'])
    const again = await start(join(folder, 'table.db'))
    expect((await again.db.send(new ListTablesCommand({}))).TableNames).toEqual(['table'])
  })

  it('that is killed is started again at the same place with the same data, as often as it is', async () => {
    const engine = await start(join(temporaryFolder(), 'table.db'))
    let restarts = 0
    engine.onRestart(() => {
      restarts += 1
    })
    await ensureTable(engine.db, 'table')
    for (const n of ['1', '2', '3']) {
      const Key = { pk: { S: n }, sk: { S: n } }
      await engine.db.send(new PutItemCommand({ TableName: 'table', Item: Key }))
      const pid = engine.pid()
      process.kill(pid, 'SIGKILL')
      await eventually(
        () => restarts,
        (times) => times === Number(n),
      )
      expect(engine.pid()).not.toBe(pid)
      expect((await engine.db.send(new GetItemCommand({ TableName: 'table', Key }))).Item).toEqual(Key)
    }
    expect(engine.reports).toEqual(Array.from({ length: 3 }, () => 'the engine was started again'))
  })

  it('that is stopped while it is started again stays away', async () => {
    const folder = temporaryFolder()
    const [binary, held] = [join(folder, 'dynoxide'), join(folder, 'held')]
    writeFileSync(
      binary,
      `#!/bin/sh\nwhile [ -e ${held} ]; do touch ${held}.seen; sleep 0.02; done\nexec ${findEngine()} "$@"\n`,
    )
    chmodSync(binary, 0o755)
    const engine = await start(undefined, binary)
    writeFileSync(held, '')
    process.kill(engine.pid(), 'SIGKILL')
    await eventually(() => existsSync(`${held}.seen`), Boolean)
    const stopped = engine.stop()
    rmSync(held)
    await stopped
    await expect(fetch(engine.url)).rejects.toThrow()
    expect(engine.reports).toEqual([])
  })
})

describe('an engine that cannot start', () => {
  it('says why', async () => {
    const file = join(temporaryFolder(), 'table.db')
    writeFileSync(file, 'this is no database, and long enough to be taken for one that is broken')
    await expect(startEngine(findEngine(), { file })).rejects.toThrow(HostProblem)
    await expect(startEngine(findEngine(), { file })).rejects.toThrow(/did not start: .*not a valid SQLite database/)
  })

  it('is named when it says nothing', async () => {
    await expect(startEngine('/nowhere/dynoxide', {})).rejects.toThrow(/did not start: .*\/nowhere\/dynoxide/)
  })

  it('at a table is told', async () => {
    const db = new DynamoDBClient(clientOf(`http://127.0.0.1:${await freePort()}`))
    await expect(ensureTable(db, 'table')).rejects.toThrow(/^No DynamoDB engine answers: .*ECONNREFUSED/)
  })
})

describe('freePort', () => {
  it('is one that can be listened on', async () => {
    const port = await freePort()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await new Promise((resolve) => server.close(resolve))
  })
})
