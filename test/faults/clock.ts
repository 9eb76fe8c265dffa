import { readFileSync } from 'node:fs'
import { writeWhole } from '../../infra/local/wholeFile.ts'

/** How far the clock of a file is ahead, in milliseconds. */
export const aheadIn = (file: string): number => Number(readFileSync(file, 'utf8'))

/** A clock that can be moved forward, for this process and for every server that is started with its file. */
export const openClock = (file: string) => {
  let aheadMs = 0
  const move = (ms: number): void => {
    aheadMs += ms
    writeWhole(file, String(aheadMs))
  }
  move(0)
  return { file, move, now: (): Date => new Date(Date.now() + aheadMs), ahead: (): number => aheadMs }
}

export type MovableClock = ReturnType<typeof openClock>
