import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { HostProblem } from '../../infra/local/hostProblem.ts'
import { script } from '../fixtures/functions/scripted.ts'
import { topologyOf } from './functionTopology.ts'
import { echoing, http, startBench } from './startedGateway.ts'

const TOPOLOGY = topologyOf({ echo: http('GET /echo'), answer: http('GET /answer') }, { timeoutSeconds: 60 })
echoing('echo')

/** Makes a function answer when it is let, and tells when it was asked. */
const waiting = () => {
  const [asked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()]
  script('answer', () => {
    asked.resolve()
    return released.promise
  })
  return { asked: asked.promise, answer: released.resolve }
}

describe('a gateway that is closed', () => {
  it('answers what was asked before, takes nothing new, and does not wait for idle connections', async () => {
    const { asked, answer } = waiting()
    const gateway = await startBench(TOPOLOGY)
    expect((await fetch(`${gateway.url}/echo`)).status).toBe(200)
    const kept = connect(gateway.port, '127.0.0.1')
    kept.write('GET /answer HTTP/1.1\r\nHost: x\r\n\r\n')
    await asked
    const closed = gateway.close()
    await expect(fetch(`${gateway.url}/echo`)).rejects.toThrow()
    answer('late')
    expect(await textOf(kept)).toMatch(/^HTTP\/1.1 200 .*connection: close\r\n.*late$/is)
    await closed
  })

  it('cuts off what goes on for too long', async () => {
    const { asked } = waiting()
    const gateway = await startBench(TOPOLOGY)
    const cut = expect(fetch(`${gateway.url}/answer`)).rejects.toThrow()
    await asked
    await gateway.close()
    await cut
  })
})

describe('a port that is taken', () => {
  it('is refused clearly', async () => {
    const { port } = await startBench(TOPOLOGY)
    await expect(startBench(TOPOLOGY, port)).rejects.toThrow(
      new HostProblem(`Port ${port} is taken. Stop what uses it, or set PORT to another one.`),
    )
  })
})
