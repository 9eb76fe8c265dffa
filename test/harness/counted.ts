import { vi } from 'vitest'
import { inScope } from '../../shared/runtime/log.ts'

/** How often some work, as one invocation, counts a metric. */
export const countedBy = async (metric: string, work: () => Promise<unknown>): Promise<number> => {
  const lines: string[] = []
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line))
    return true
  })
  try {
    await inScope({ service: 'test', requestId: 'r1', traceId: undefined }, work)
  } finally {
    stdout.mockRestore()
  }
  return JSON.parse(lines.at(-1) ?? '{}')[metric] ?? 0
}
