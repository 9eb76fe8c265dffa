import type { Pattern, PatternLeaf } from '../topologySpec.ts'

type Test = (value: unknown) => boolean

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Several values in one field match as each of them would. */
const valuesOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) && value.length > 0 ? value : [Array.isArray(value) ? undefined : value]

const refuse = (part: unknown): never => {
  throw new Error(`this pattern is not known to the local host: ${JSON.stringify(part)}`)
}

const leafTest = (leaf: PatternLeaf): Test => {
  if (!isObject(leaf)) return Array.isArray(leaf) ? refuse(leaf) : (value) => value === leaf
  const { exists, prefix, ...others }: Record<string, unknown> = leaf
  if (Object.keys(leaf).length > 1 || Object.keys(others).length > 0) return refuse(leaf)
  if (typeof exists === 'boolean') return (value) => exists === (value !== undefined && !isObject(value))
  if (typeof prefix === 'string') return (value) => typeof value === 'string' && value.startsWith(prefix)
  return refuse(leaf)
}

const isLeaves = (part: Pattern | readonly PatternLeaf[]): part is readonly PatternLeaf[] => Array.isArray(part)

const fieldTest = ([field, part]: [string, Pattern | readonly PatternLeaf[]]): Test => {
  if (!isLeaves(part)) return isObject(part) ? matcher(part) : refuse({ [field]: part })
  if (part.length === 0) return refuse({ [field]: part })
  const tests = part.map(leafTest)
  return (value) => tests.some((test) => test(value))
}

/** Whether an event matches a pattern as EventBridge means it: every field named by the pattern holds one of the values it lists. Fails on a pattern that is not known here. */
export const matcher = (pattern: Pattern): Test => {
  const fields = Object.entries(pattern).map((entry) => [entry[0], fieldTest(entry)] as const)
  return (event) => fields.every(([field, test]) => valuesOf(isObject(event) ? event[field] : undefined).some(test))
}
