import { timingSafeEqual } from 'node:crypto'

/** Whether two signatures or secrets are the same, in constant time. */
export const isSameSignature = (expected: string, sent: string): boolean => {
  const [a, b] = [Buffer.from(expected), Buffer.from(sent)]
  return a.length === b.length && timingSafeEqual(a, b)
}
