import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second. */
const TICK_MS = 10

type Stat = { parent: number; ticks: number }

const statOf = (pid: string): Stat | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return {
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
    }
  } catch {
    return undefined
  }
}

/** Milliseconds of CPU that processes and all that they started have taken so far; undefined where the system does not tell. */
export const cpuMsOf = (roots: readonly number[]): number | undefined => {
  if (process.platform !== 'linux') return undefined
  const all = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const stat = statOf(pid)
        return stat ? [[Number(pid), stat] as const] : []
      }),
  )
  const isOurs = (pid: number): boolean =>
    roots.includes(pid) || (all.has(pid) && pid > 1 && isOurs(all.get(pid)?.parent ?? 0))
  return [...all].reduce((sum, [pid, { ticks }]) => sum + (isOurs(pid) ? ticks : 0), 0) * TICK_MS
}
