import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Ask, Exchange } from './facts.ts'

/** Longer than any function may run: whoever answers at all has answered by then. */
const SILENCE_MS = 30_000

const textOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const answerOf = async (response: IncomingMessage): Promise<Answer> => ({
  status: response.statusCode ?? 0,
  text: await textOf(response),
  replayed: response.headers['idempotent-replayed'] === 'true',
})

type Outcome = { answer: Answer } | 'lost' | 'not sent'

/** One POST; `not sent` when nobody listened, so that it certainly did nothing. */
const post = (options: RequestOptions, body: string): Promise<Outcome> =>
  new Promise((resolve) => {
    const outgoing = request(options, (response) => {
      answerOf(response).then(
        (answer) => resolve({ answer }),
        () => resolve('lost'),
      )
    })
    outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy())
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'not sent' : 'lost'))
    outgoing.end(body)
  })

const pathOf = ({ kind, campaignId }: Ask): string =>
  `/v1/campaigns/${campaignId}/${kind === 'visit' ? 'visits' : 'leads'}`

/** Sends requests to a server that comes and goes, and writes down what became of each. */
export const senderTo = (port: number, history: Exchange[]) => {
  const agent = new Agent({ keepAlive: true })
  const options = (ask: Ask): RequestOptions => ({
    agent,
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: pathOf(ask),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(ask.body),
      ...(ask.key !== undefined && { 'idempotency-key': `"${ask.key}"` }),
    },
  })
  return {
    /** Sends one request; waits while nobody listens. */
    async send(ask: Ask): Promise<Exchange> {
      for (;;) {
        const sentAt = performance.now()
        const outcome = await post(options(ask), ask.body)
        if (outcome === 'not sent') {
          await pause(50)
          continue
        }
        const exchange = { ...ask, sentAt, endedAt: performance.now(), ...(outcome !== 'lost' && outcome) }
        history.push(exchange)
        return exchange
      }
    },
    close: (): void => agent.destroy(),
  }
}

export type Sender = ReturnType<typeof senderTo>
