/** More than any number of ours takes. */
const NUMBER_BYTES = 9

/** At most how many bytes DynamoDB counts a value as ("DynamoDB item sizes and formats" of its developer guide). */
export const storedBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (typeof value === 'number') return NUMBER_BYTES
  if (typeof value !== 'object' || value === null) return 1
  return Object.entries(value).reduce(
    (bytes, [name, part]) =>
      part === undefined ? bytes : bytes + 1 + (Array.isArray(value) ? 0 : Buffer.byteLength(name)) + storedBytes(part),
    3,
  )
}
