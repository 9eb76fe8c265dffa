import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../../../infra/local/engine/engine.ts'
import { serverOn } from '../../faults/server.ts'
import { send } from '../../harness/client.ts'
import { campaignSettings } from '../../harness/samples.ts'
import { startPostgres } from './postgres.ts'

export const CAMPAIGN = 'throughput'

/** A server that takes leads; `pids` are its processes, `events` the file that its events end in. */
export type PeerSide = { name: string; url: string; pids: () => number[]; events: string; stop: () => Promise<void> }

/** How many leads' first events were delivered. */
export const deliveredBy = ({ events }: PeerSide): number =>
  existsSync(events) ? (readFileSync(events, 'utf8').match(/"type":"lead\.captured"/g) ?? []).length : 0

export const startTuoke = async (folder: string): Promise<PeerSide> => {
  const data = join(folder, 'tuoke')
  mkdirSync(data)
  const server = serverOn({ data, port: await freePort(), log: join(folder, 'tuoke.log') })
  server.start()
  await server.ready()
  const reply = await send(server.url, 'PUT', `/v1/campaigns/${CAMPAIGN}`, {
    body: campaignSettings(),
    key: server.operatorKey(),
  })
  if (reply.status !== 201) throw new Error(reply.text)
  const { pid, enginePid = 0 } = server.hostFile()
  return {
    name: 'Tuoke',
    url: server.url,
    pids: () => [pid, enginePid],
    events: join(data, 'events.ndjson'),
    stop: () => server.kill('SIGTERM'),
  }
}

const startPeer = async (
  name: string,
  file: string,
  folder: string,
  more: Record<string, string> = {},
): Promise<PeerSide> => {
  const data = join(folder, file)
  mkdirSync(data)
  const child = spawn(process.execPath, [join(import.meta.dirname, `${file}.ts`)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA: data, PORT: String(await freePort()), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    name,
    url,
    pids: () => [child.pid ?? 0],
    events: join(data, 'events.ndjson'),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

export const startFastify = (folder: string): Promise<PeerSide> => startPeer('Fastify + SQLite', 'fastify', folder)

/** Express on a PostgreSQL of its own, or why it is left out. */
export const startExpress = async (folder: string): Promise<PeerSide | { missing: string }> => {
  const postgres = await startPostgres(folder)
  if ('missing' in postgres) return { missing: postgres.missing ?? '' }
  const peer = await startPeer('Express + PostgreSQL', 'express', folder, { DATABASE_URL: postgres.url })
  return {
    ...peer,
    pids: () => [...peer.pids(), postgres.pid],
    stop: async () => {
      await peer.stop()
      await postgres.stop()
    },
  }
}
