/** A built function that runs in a process of its own. */
export type BuiltFunction = {
  /** Its answer to an event; fails when it throws. */
  invoke: (event: unknown) => Promise<unknown>
  /** The lines it logged so far. */
  log: () => LogLine[]
}
export type LogLine = Record<string, unknown> & { message: string }

/** Starts the function that an environment names as Lambda's does, with that environment and nothing else; it ends with the test file. */
export type StartFunction = (environment: Record<string, string>) => Promise<BuiltFunction>

/** The trace that every test calls functions in. */
export const TRACE = 'Root=1-6b0685f2-77c0bc727b22cfd7461123ff'

/** The log lines in what a process wrote. */
export const linesOf = (output: string): LogLine[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{"level":'))
    .map((line) => JSON.parse(line) as LogLine)
