import { existsSync, readFileSync } from 'node:fs'
import { jsonLines } from './jsonLines.ts'

export type DeadLetter = { at: string; source: string; cause: string; payload: unknown }

/** What could not be delivered after all retries, kept in a file with its cause and reported. */
export const deadLetterList = (file: string, report: (error: unknown) => void) => {
  const lines = jsonLines(file)
  return {
    add(source: string, cause: string, payload: unknown): void {
      lines.append([{ at: new Date().toISOString(), source, cause, payload }])
      report(`${source} failed for the last time; what it was to work on is kept in ${file}`)
    },
    list: (): DeadLetter[] =>
      (existsSync(file) ? readFileSync(file, 'utf8') : '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as DeadLetter),
  }
}

export type DeadLetters = ReturnType<typeof deadLetterList>
