import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { setEnvironment } from '../../infra/local/environment.ts'
import { loadFunctions, settingsOf } from '../../infra/local/functions.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { topologyOf } from './functionTopology.ts'

const event = { kind: 'event', pattern: { source: ['x'] } } as const
const functions = await loadFunctions(topologyOf({ quick: event, slow: event }, { timeoutSeconds: 0.05 }), ROOT)
const HOST = {
  tableName: 't',
  busName: 'b',
  keyId: 'k',
  outboundHosts: '',
  decisionSources: 'bank.credit',
  clickOrigin: '',
  mostClickWindowDays: '90',
}

describe('a loaded function', () => {
  it('is called with the event and a Lambda context, and its answer comes back', async () => {
    script('quick', (given, context) => ({ given, context }))
    const answer = (await functions('quick', { a: 1 })) as { given: unknown; context: Context }
    expect(answer.given).toEqual({ a: 1 })
    expect(answer.context).toMatchObject({ functionName: 'quick', memoryLimitInMB: '128' })
    expect(answer.context.getRemainingTimeInMillis()).toBeLessThanOrEqual(50)
  })

  it('fails with what it throws', async () => {
    script('quick', () => {
      throw new Error('broken')
    })
    await expect(functions('quick', {})).rejects.toThrow('broken')
  })

  it('fails after its timeout, and a late failure of its own does no harm', async () => {
    const { promise, reject } = Promise.withResolvers<never>()
    script('slow', () => promise)
    await expect(functions('slow', {})).rejects.toThrow('slow timed out after 0.05 s')
    reject(new Error('late'))
    await new Promise((resolve) => setImmediate(resolve))
  })
})

it('functions that are loaded under another name have the environment of that moment', async () => {
  const topology = topologyOf({ appending: event }, { entry: 'test/fixtures/functions/appending.ts' })
  const folder = temporaryFolder()
  const load = (name: string) => {
    setEnvironment({ RECORD_FILE: join(folder, name) })
    return loadFunctions(topology, ROOT, name)
  }
  const [first, second] = [await load('first'), await load('second')]
  await first('appending', { n: 1 })
  await second('appending', { n: 2 })
  expect(readdirSync(folder).sort()).toEqual(['first', 'second'])
})

describe('what is wrong with functions', () => {
  it('an unknown name is refused', async () => {
    await expect(functions('nobody', {})).rejects.toThrow('there is no function nobody')
  })

  it('an entry without a handler is refused at start', async () => {
    const topology = topologyOf({ none: event }, { entry: 'test/local/functionTopology.ts' })
    await expect(loadFunctions(topology, ROOT)).rejects.toThrow('test/local/functionTopology.ts exports no handler')
  })

  it('a setting is a value, what the host says, or the URL of a queue', () => {
    const settings = {
      MODE: { value: 'x' },
      TABLE_NAME: { host: 'tableName' },
      QUEUE_URL: { queueUrl: 'ads' },
    } as const
    const { functions: specs } = topologyOf({ a: event })
    const topology = {
      functions: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, { ...spec, settings }])),
      queues: {},
    }
    const found = settingsOf(topology, HOST, (queue) => `http://here/${queue}`)
    expect(found).toEqual({ MODE: 'x', TABLE_NAME: HOST.tableName, QUEUE_URL: 'http://here/ads' })
  })

  it('a setting that two functions want to differ is refused', () => {
    const { functions: specs } = topologyOf({ a: event, b: event })
    const topology = {
      functions: Object.fromEntries(
        Object.entries(specs).map(([name, spec]) => [name, { ...spec, settings: { MODE: { value: name } } }]),
      ),
      queues: {},
    }
    expect(() => settingsOf(topology, HOST, String)).toThrow('b wants MODE to be "b", another function "a"')
  })
})
