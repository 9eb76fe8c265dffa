import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { dynamoClient } from '../../../shared/runtime/aws/clients.ts'
import { atEnd, environmentOf } from '../../harness/place.ts'
import { type Call, errorOf, FOUND, GET, getBy, refusal, scriptedAws, type Turn } from '../../harness/scriptedAws.ts'

const pauses = (calls: Call[]) => calls.slice(1).map(({ at }, i) => at - (calls[i]?.at ?? 0))

const LISTEN = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { process.stdout.write(String(this.address().port)) })`

/** A service whose process is stopped and whose queue of connections is full. */
const crowded = async (): Promise<string> => {
  const child: ChildProcess = spawn(process.execPath, ['-e', LISTEN])
  atEnd(() => child.kill('SIGKILL'))
  const [port] = child.stdout ? await once(child.stdout, 'data') : []
  child.kill('SIGSTOP')
  for (let n = 0; n < 4; n++) {
    const waiting = connect(Number(port), '127.0.0.1').on('error', () => undefined)
    atEnd(() => waiting.destroy())
  }
  return `http://127.0.0.1:${port}`
}

describe('a failure that may pass', () => {
  it.each<[string, Turn]>([
    ['a server error', { status: 500, body: { __type: 'InternalServerError' } }],
    ['a gateway that is not AWS', { status: 503, body: '<html>' }],
    ['an answer that is not JSON', { status: 200, body: '{"Item":' }],
    ['an empty answer', { status: 200, body: '' }],
    ['JSON that is no object', { status: 200, body: 'null' }],
    ['a reset connection', 'reset'],
    ['an answer cut off', 'cut'],
    ['an answer that stalls', 'stall'],
    ['no answer', 'silence'],
  ])('%s is sent again, after a short pause', async (_, turn) => {
    const { get, calls } = await getBy([turn, FOUND])
    expect(await get()).toEqual(FOUND.body)
    expect(calls).toHaveLength(2)
    expect(pauses(calls)[0]).toBeLessThan(turn === 'silence' || turn === 'stall' ? 900 : 450)
  })

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
    '%s is sent again after a longer pause, longer each time, and then is the answer',
    async (name) => {
      const { get, calls } = await getBy([refusal(name)])
      expect(await errorOf(get())).toMatchObject({ name })
      expect(calls).toHaveLength(3)
      const [first = 0, second = 0] = pauses(calls)
      expect(first).toBeGreaterThanOrEqual(249)
      expect(second).toBeGreaterThanOrEqual(499)
      expect(first + second).toBeLessThan(2750)
    },
  )

  it('is the answer after the third attempt', async () => {
    const { get, calls } = await getBy(['reset'])
    expect(await errorOf(get())).toMatchObject({ code: 'ECONNRESET' })
    expect(calls).toHaveLength(3)
    const silent = await getBy(['silence'])
    expect(await errorOf(silent.get())).toMatchObject({ name: 'TimeoutError', message: 'no answer within 200 ms' })
    expect(silent.calls).toHaveLength(3)
  })

  it('is the answer at once where one attempt is all there is', async () => {
    const { get, calls } = await getBy(['reset', FOUND], { attempts: 1 })
    await expect(get()).rejects.toThrow()
    expect(calls).toHaveLength(1)
  })

  it('is that a connection does not come about', async () => {
    const db = dynamoClient({
      environment: environmentOf(await crowded()),
      attempts: 1,
      waits: { connectMs: 150, answerMs: 5000 },
    })
    const message = 'no connection within 150 ms'
    expect(await errorOf(db.getItem(GET))).toMatchObject({ name: 'TimeoutError', message })
  })

  it('is that nobody listens', async () => {
    const db = dynamoClient({ environment: environmentOf('http://127.0.0.1:1') })
    expect(await errorOf(db.getItem(GET))).toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('is not that the environment holds no credentials', async () => {
    const { url, calls } = await scriptedAws(FOUND)
    const { AWS_ACCESS_KEY_ID: _, ...environment } = environmentOf(url)
    const started = performance.now()
    await expect(dynamoClient({ environment }).getItem(GET)).rejects.toThrow('no AWS_ACCESS_KEY_ID')
    expect(performance.now() - started).toBeLessThan(90)
    expect(calls).toHaveLength(0)
  })
})

describe('a clock that is wrong', () => {
  const HOUR = 3_600_000
  const dateOf = ({ headers }: Call) => String(headers['x-amz-date'])
  const secondsOf = (date: string) =>
    Date.parse(date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:')) / 1000
  const tooSkewed = (at: number) => refusal('InvalidSignatureException', {}, { date: new Date(at).toUTCString() })

  it.each([HOUR, -HOUR])('by %i ms is put right by the answer, and stays right', async (ahead) => {
    const { get, calls } = await getBy([tooSkewed(Date.now() + ahead), FOUND], { attempts: 1 })
    await get()
    await get()
    const [first = 0, second = 0, third = 0] = calls.map(dateOf).map(secondsOf)
    expect(Math.abs(second - first - ahead / 1000)).toBeLessThanOrEqual(2)
    expect(third - second).toBeLessThanOrEqual(2)
    expect(calls).toHaveLength(3)
  })

  it('is put right once in an attempt', async () => {
    const at = Date.now()
    const { get, calls } = await getBy([tooSkewed(at + HOUR), tooSkewed(at + 3 * HOUR), FOUND], { attempts: 1 })
    expect(await errorOf(get())).toMatchObject({ name: 'InvalidSignatureException' })
    expect(calls).toHaveLength(2)
  })

  it('is not blamed for a signature that is wrong in itself', async () => {
    const { get, calls } = await getBy([tooSkewed(Date.now())])
    expect(await errorOf(get())).toMatchObject({ name: 'InvalidSignatureException', $fault: 'client' })
    expect(calls).toHaveLength(1)
  })
})
