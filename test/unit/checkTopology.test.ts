import { describe, expect, it } from 'vitest'
import { checkTopology } from '../../infra/checkTopology.ts'
import { Refusal } from '../../infra/refusal.ts'
import { topology } from '../../infra/topology.ts'
import type { FunctionSpec, QueueSpec, Topology } from '../../infra/topologySpec.ts'
import { ROOT } from '../harness/place.ts'

const worker: FunctionSpec = {
  entry: 'functions/relay/handler.ts',
  trigger: { kind: 'queue', queues: ['jobs'], batchSize: 10 },
  memoryMb: 256,
  timeoutSeconds: 30,
  rights: {},
  settings: {},
}
const page: FunctionSpec = {
  ...worker,
  trigger: { kind: 'http', endpoints: [], routes: ['GET /page'] },
  timeoutSeconds: 29,
}
const jobs: QueueSpec = { visibilitySeconds: 30, maxReceives: 5 }

const withWorker = (changes: Partial<FunctionSpec>, queue: Partial<QueueSpec> = {}): Topology => ({
  functions: { worker: { ...worker, ...changes } },
  queues: { jobs: { ...jobs, ...queue } },
})
const withPages = (...routes: string[][]): Topology => ({
  functions: Object.fromEntries(
    routes.map((own, i) => [`page${i}`, { ...page, trigger: { kind: 'http', endpoints: [], routes: own } }]),
  ),
  queues: {},
})
/** As somebody without a type checker would leave it out. */
const absent = undefined as unknown as number

const REFUSED: [what: string, Topology, complaint: string][] = [
  [
    'a missing entry',
    withWorker({ entry: 'no/such.ts' }),
    'the function worker names the file no/such.ts, which does not exist',
  ],
  [
    'a missing file',
    withWorker({ files: ['no.md'] }),
    'the function worker names the file no.md, which does not exist',
  ],
  [
    'no timeout',
    withWorker({ timeoutSeconds: absent }),
    'the function worker needs a timeout of 1 to 900 whole seconds, not undefined',
  ],
  ['no time at all', withWorker({ timeoutSeconds: 0 }), 'needs a timeout of 1 to 900 whole seconds, not 0'],
  [
    'more than Lambda allows',
    withWorker({ timeoutSeconds: 901 }),
    'needs a timeout of 1 to 900 whole seconds, not 901',
  ],
  ['half a second', withWorker({ timeoutSeconds: 0.5 }), 'needs a timeout of 1 to 900 whole seconds, not 0.5'],
  [
    'more than the gateway waits',
    { functions: { page: { ...page, timeoutSeconds: 30 } }, queues: {} },
    'the function page needs a timeout of 1 to 29 whole seconds, not 30',
  ],
  [
    'no memory',
    withWorker({ memoryMb: absent }),
    'the function worker needs a memory of 128 to 10240 whole megabytes, not undefined',
  ],
  [
    'less memory than Lambda gives',
    withWorker({ memoryMb: 64 }),
    'needs a memory of 128 to 10240 whole megabytes, not 64',
  ],
  [
    'more memory than Lambda gives',
    withWorker({ memoryMb: 10_241 }),
    'needs a memory of 128 to 10240 whole megabytes, not 10241',
  ],
  [
    'an unknown queue',
    { ...withWorker({}), queues: {} },
    'the function worker names the queue jobs, which is not declared',
  ],
  [
    'an unknown queue to send to',
    withWorker({ rights: { sendTo: ['none'] } }),
    'names the queue none, which is not declared',
  ],
  [
    'an unknown queue in a setting',
    withWorker({ settings: { URL: { queueUrl: 'none' } } }),
    'names the queue none, which is not declared',
  ],
  [
    'a queue that shows work too soon',
    withWorker({}, { visibilitySeconds: 29 }),
    'the queue jobs shows a message again after 29 s, while worker may work on it for 30 s',
  ],
  ['a route twice', withPages(['GET /a'], ['GET /a']), 'the route "GET /a" is declared twice: by page0 and by page1'],
  [
    'a route twice under another name',
    withPages(['GET /{a}', 'GET /{b}']),
    'the route "GET /{b}" is declared twice: by page0 and by page0',
  ],
  ['a route of no known form', withPages(['FETCH /a']), 'the route "FETCH /a" of page0 is not of a known form'],
]

describe('a topology', () => {
  it('that is ours, or has a queue and a page, passes', () => {
    expect(() => checkTopology(topology, ROOT)).not.toThrow()
    expect(() => checkTopology({ functions: { worker, page }, queues: { jobs } }, ROOT)).not.toThrow()
  })

  it.each(REFUSED)('with %s is refused in one sentence', (_, broken, complaint) => {
    const complain = () => checkTopology(broken, ROOT)
    expect(complain).toThrow(Refusal)
    expect(complain).toThrow(complaint)
  })
})
