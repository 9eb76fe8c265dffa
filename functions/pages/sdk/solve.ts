import type * as z from 'zod'
import type { Challenge as Schema } from '../../../shared/contract/campaigns.ts'

export type Challenge = z.infer<typeof Schema>
type Hash = (block: DataView) => number[]

/** SHA-256 of one padded block of 64 bytes, as eight words. Written out: `crypto.subtle` is many times slower for short inputs, and absent on plain HTTP. */
const blockHasher = (): Hash => {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime > 0)) primes.push(n)
  const fraction = (x: number) => ((x % 1) * 2 ** 32) | 0
  const rounds = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
  const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
  const w = new Int32Array(64)
  const at = (words: Int32Array, i: number) => words[i] ?? 0
  const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n))
  const spread = (block: DataView) => {
    for (let i = 0; i < 16; i++) w[i] = block.getInt32(i * 4)
    for (let i = 16; i < 64; i++) {
      const x = at(w, i - 15)
      const y = at(w, i - 2)
      const mixed = (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))
      w[i] = at(w, i - 16) + at(w, i - 7) + mixed
    }
  }
  return (block) => {
    spread(block)
    let [a, b, c, d] = [at(start, 0), at(start, 1), at(start, 2), at(start, 3)]
    let [e, f, g, h] = [at(start, 4), at(start, 5), at(start, 6), at(start, 7)]
    for (let i = 0; i < 64; i++) {
      const s = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + at(rounds, i) + at(w, i)
      const t = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
      h = g
      g = f
      f = e
      e = (d + s) | 0
      d = c
      c = b
      b = a
      a = (s + t) | 0
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + at(start, i)) >>> 0)
  }
}

/** Does the work of an ALTCHA challenge, with pauses in which a page can breathe, and returns the payload. */
const work = async (challenge: Challenge, hash: Hash): Promise<string> => {
  const { salt, nonce, keyPrefix, keyLength } = challenge.parameters
  const hex = (words: number[]) => words.map((word) => word.toString(16).padStart(8, '0')).join('')
  const bytes = (salt + nonce).match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []
  const block = new DataView(Uint8Array.from({ length: 64 }, (_, i) => bytes[i] ?? 0).buffer)
  block.setUint8(bytes.length + 4, 0x80)
  block.setUint16(62, (bytes.length + 4) * 8)
  for (let counter = 0; ; counter++) {
    if (counter % 2048 === 2047) await new Promise((resolve) => setTimeout(resolve))
    block.setUint32(bytes.length, counter)
    const words = hash(block)
    if (!hex(words.slice(0, 1)).startsWith(keyPrefix.slice(0, 8))) continue
    const derivedKey = hex(words).slice(0, keyLength * 2)
    if (derivedKey.startsWith(keyPrefix)) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }))
  }
}

/** Both functions run in a worker from their own text alone: what they need is handed to them. */
const workerSource = () => `onmessage=async({data})=>postMessage(await(${work})(data,(${blockHasher})()))`

/** Solves a challenge in a worker, so that the page goes on; where the page allows none, beside what else the page does. */
export const solve = (challenge: Challenge): Promise<string> =>
  new Promise((resolve) => {
    const inPage = () => resolve(work(challenge, blockHasher()))
    try {
      const worker = new Worker(URL.createObjectURL(new Blob([workerSource()])))
      worker.onerror = inPage
      worker.onmessage = ({ data }) => {
        resolve(data)
        worker.terminate()
      }
      worker.postMessage(challenge)
    } catch {
      inPage()
    }
  })
