import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { count, inScope, log, note } from '../../../shared/runtime/log.ts'

let lines: Record<string, unknown>[]
beforeEach(() => {
  lines = []
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(JSON.parse(String(chunk)))
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const scope = { service: 'capture', requestId: 'r1', traceId: 'Root=1-a' }

it('an invocation ends with one line of its facts and metrics', async () => {
  await inScope(scope, async () => {
    note({ leadId: 'ld_a', status: 201 })
    count('LeadCaptured')
    count('LeadCaptured')
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    level: 'INFO',
    message: 'done',
    service: 'capture',
    function_request_id: 'r1',
    xray_trace_id: 'Root=1-a',
    leadId: 'ld_a',
    status: 201,
    LeadCaptured: 2,
    _aws: {
      CloudWatchMetrics: [
        { Namespace: 'Tuoke', Dimensions: [['service']], Metrics: [{ Name: 'LeadCaptured', Unit: 'Count' }] },
      ],
    },
  })
})

it('it ends so too when the work fails', async () => {
  await expect(inScope(scope, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(lines).toHaveLength(1)
})

it('an error line keeps where it happened and cuts out what could be personal', () => {
  log.error('unexpected', new SyntaxError(`Unexpected token at "phone 13800138000" near 13800138000 of 张三's '李四'`))
  const [line] = lines
  expect(line).toMatchObject({ level: 'ERROR', error: 'SyntaxError' })
  expect(JSON.stringify(line)).not.toMatch(/138|张|李/)
  expect(line?.stack).toEqual(expect.arrayContaining([expect.stringContaining('log.test.ts')]))
})

it('a line break in a message cannot make a line of its own', () => {
  log.warn('one\n{"level":"ERROR"}')
  expect(lines).toHaveLength(1)
})
