import { send } from '../../harness/client.ts'
import { submission } from '../../harness/samples.ts'
import { CAMPAIGN, type PeerSide } from './sides.ts'

const CASES: readonly [what: string, body: unknown, key: string | undefined, status: number][] = [
  ['a new lead', submission('13600000001'), 'first', 201],
  ['the same again', submission('13600000001'), 'first', 201],
  ['the key with another body', submission('13600000002'), 'first', 422],
  ['the same person', submission('+86 136 0000 0001'), 'second', 200],
  ['somebody without a key', submission('13600000003'), undefined, 201],
  ['a number that is none', submission('12345'), 'third', 422],
  [
    'no consent to be contacted',
    submission('13600000004', { consent: { version: '2026-11', purposes: [] } }),
    'fourth',
    422,
  ],
  ['an answer that is no option', submission('13600000005', { answers: { amount: 'huge' } }), 'fifth', 422],
]

/** Fails unless a side does the same work as the others. */
export const checkConformance = async ({ name, url }: PeerSide): Promise<void> => {
  const bodies: string[] = []
  for (const [what, body, key, status] of CASES) {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': `"${key}"` }
    const reply = await send(url, 'POST', `/v1/campaigns/${CAMPAIGN}/leads`, { body, headers })
    if (reply.status !== status)
      throw new Error(`${name} answers ${what} with ${reply.status}, not ${status}: ${reply.text}`)
    bodies.push(reply.text)
  }
  if (bodies[0] !== bodies[1]) throw new Error(`${name} answers the same request with another body`)
}
