import * as z from 'zod'

type Json = { [key: string]: unknown }
type Io = 'input' | 'output'

const DEFS = '#/$defs/'
const COMPONENTS = '#/components/schemas/'

const mapRefs = (value: unknown, name: (id: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((one) => mapRefs(one, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string'
        ? `${COMPONENTS}${name(part.slice(DEFS.length))}`
        : mapRefs(part, name),
    ]),
  )
}

const refsIn = (value: unknown): string[] => {
  const text = JSON.stringify(value)
  return [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, id = '']) => id)
}

/** Ids that mean one thing in requests and another in answers, themselves or by what they refer to. */
const differing = (inputs: Map<string, Json>, outputs: Map<string, Json>): Set<string> => {
  const different = new Set<string>()
  const isDifferent = (id: string) =>
    JSON.stringify(inputs.get(id)) !== JSON.stringify(outputs.get(id)) ||
    refsIn(inputs.get(id)).some((ref) => different.has(ref))
  const shared = [...inputs.keys()].filter((id) => outputs.has(id))
  for (let before = -1; before < different.size; ) {
    before = different.size
    for (const id of shared) if (isDifferent(id)) different.add(id)
  }
  return different
}

/** Gathers JSON schemas of zod schemas; those with an id become components and are referred to. */
export const schemaCollection = () => {
  const defs: Record<Io, Map<string, Json>> = { input: new Map(), output: new Map() }
  const nameOf = (io: Io) => (id: string) => {
    const isInputOnly = io === 'input' && differing(defs.input, defs.output).has(id)
    return isInputOnly ? `${id}Input` : id
  }
  return {
    /** Notes a schema; call it for every schema before `schema` is called for any. */
    add(schema: z.ZodType, io: Io): void {
      const { $defs = {} } = z.toJSONSchema(schema, { io }) as { $defs?: Record<string, Json> }
      for (const [id, def] of Object.entries($defs)) defs[io].set(id, def)
    },
    /** The JSON schema of a zod schema as it stands in a document. */
    schema(schema: z.ZodType, io: Io): Json {
      const { $schema, $defs, ...json } = z.toJSONSchema(schema, { io }) as Json
      return mapRefs(json, nameOf(io)) as Json
    },
    /** All components, by name. */
    components(): Json {
      const named = (['output', 'input'] as const).flatMap((io) =>
        [...defs[io]].map(([id, def]) => [nameOf(io)(id), mapRefs(def, nameOf(io))] as const),
      )
      return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

export type SchemaCollection = ReturnType<typeof schemaCollection>
