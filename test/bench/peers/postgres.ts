import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../../infra/local/engine/engine.ts'

const DEBIAN = '/usr/lib/postgresql'

/** Where PostgreSQL's programs are; undefined when it is not installed. */
const programs = (): string | undefined => {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort() : []
  const folders = [
    ...versions.reverse().map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

const idOf = (user: string, kind: '-u' | '-g'): number => Number(execFileSync('id', [kind, user], { encoding: 'utf8' }))

/** PostgreSQL does not run as root: there it runs as its own user. */
const identity = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  return { uid: idOf('postgres', '-u'), gid: idOf('postgres', '-g') }
}

/** A PostgreSQL server with its usual settings, on a fresh database in a folder; or why there is none. */
export const startPostgres = async (folder: string) => {
  const bin = programs()
  if (bin === undefined) return { missing: 'PostgreSQL is not installed' }
  const as = identity()
  const data = join(folder, 'postgres')
  mkdirSync(data, { mode: 0o700 })
  chmodSync(folder, 0o711)
  if (as) chownSync(data, as.uid, as.gid)
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'tuoke', '-A', 'trust', '-E', 'UTF8', '--no-instructions'], {
    ...as,
    stdio: 'ignore',
    cwd: '/',
  })
  const port = await freePort()
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data]
  const server = spawn(join(bin, 'postgres'), args, { ...as, stdio: 'ignore', cwd: '/' })
  const isReady = (): boolean => {
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  while (!isReady()) {
    if (server.exitCode !== null) return { missing: 'PostgreSQL does not start' }
    await pause(50)
  }
  return {
    url: `postgres://tuoke@127.0.0.1:${port}/postgres`,
    pid: server.pid ?? 0,
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
    },
  }
}
