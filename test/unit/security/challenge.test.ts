import type { Challenge } from 'altcha-lib'
import { beforeAll, expect, it } from 'vitest'
import { newChallenge, solvedChallenge } from '../../../shared/security/challenge.ts'
import type { KeyRing } from '../../../shared/security/keyRing.ts'
import { testRing } from '../../harness/ring.ts'
import { solved } from '../../harness/solve.ts'

let ring: KeyRing
let challenge: Challenge
let payload: string
beforeAll(async () => {
  ring = await testRing()
  challenge = await newChallenge(ring, 'spring', new Date())
  payload = await solved(challenge)
})

const changed = (
  change: (content: { challenge: Challenge; solution: { counter: number; derivedKey: string } }) => void,
) => {
  const content = JSON.parse(Buffer.from(payload, 'base64').toString())
  change(content)
  return Buffer.from(JSON.stringify(content)).toString('base64')
}

it('a solved challenge gives its nonce and expiry', async () => {
  const { nonce, expiresAt } = challenge.parameters
  expect(await solvedChallenge(ring, 'spring', payload)).toEqual({ nonce, expiresAt })
})

it('it counts for its campaign and its ring only', async () => {
  expect(await solvedChallenge(ring, 'autumn', payload)).toBeUndefined()
  expect(await solvedChallenge(await testRing(), 'spring', payload)).toBeUndefined()
})

it('an expired one does not count', async () => {
  const old = await newChallenge(ring, 'spring', new Date(Date.now() - 11 * 60_000))
  expect(await solvedChallenge(ring, 'spring', await solved(old))).toBeUndefined()
})

it('a forged, cheapened, prolonged or unsolved one does not count', async () => {
  const forgeries = [
    '',
    'not base64 of JSON',
    changed(({ challenge }) => Object.assign(challenge.parameters, { keyPrefix: '0' })),
    changed(({ challenge }) =>
      Object.assign(challenge.parameters, { expiresAt: (challenge.parameters.expiresAt ?? 0) + 3600 }),
    ),
    changed(({ challenge }) => Object.assign(challenge.parameters, { salt: challenge.parameters.nonce })),
    changed(({ challenge }) => Object.assign(challenge, { signature: '' })),
    changed(({ solution }) => Object.assign(solution, { counter: solution.counter + 1 })),
    changed(({ solution }) => Object.assign(solution, { derivedKey: '00'.repeat(32) })),
  ]
  for (const forgery of forgeries) expect(await solvedChallenge(ring, 'spring', forgery)).toBeUndefined()
})
