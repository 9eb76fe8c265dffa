/** A JSON schema as the documents hold it. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

export type Schemas = Readonly<Record<string, Schema>>

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref

/** A schema with the component that it refers to in its place. */
export const resolved = (schema: Schema, schemas: Schemas): Schema => {
  if (schema.$ref === undefined) return schema
  const { $ref, ...own } = schema
  const component = schemas[nameOf($ref)]
  if (!component) throw new Error(`the document has no schema ${$ref}`)
  return { ...resolved(component, schemas), ...own }
}

const values = (list: readonly unknown[]): string => list.map((value) => JSON.stringify(value)).join(' | ')

/** What a value may be, in a few words: `string`, `"a" | "b"`, `list of integer`. */
export const typeOf = (schema: Schema, schemas: Schemas): string => {
  const { type, enum: list, const: only, items, anyOf, oneOf, format } = resolved(schema, schemas)
  if (only !== undefined) return JSON.stringify(only)
  if (list) return values(list)
  const choices = anyOf ?? oneOf
  if (choices) return [...new Set(choices.map((choice) => typeOf(choice, schemas)))].join(' or ')
  if (type === 'array') return `list of ${typeOf(items ?? {}, schemas)}`
  if (Array.isArray(type)) return type.join(' or ')
  if (type === undefined) return 'anything'
  return format === undefined ? type : `${type} (${format})`
}

/** JavaScript's largest safe integer stands in generated schemas where nothing else limits them. */
const isLimit = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

/** A pattern that a reader can take in. */
const MAX_PATTERN = 60

/** What limits a value beyond its type: `1 to 100 characters`, `at most 50`, a pattern. */
export const limitsOf = (schema: Schema): string[] => {
  const { pattern, default: preset } = schema
  const span = (low: number | undefined, high: number | undefined, what: string): string[] => {
    const [from, to] = [isLimit(low) && low > 0 ? low : undefined, isLimit(high) ? high : undefined]
    if (from !== undefined && to !== undefined) return [`${from} to ${to}${what}`]
    if (to !== undefined) return [`at most ${to}${what}`]
    return from === undefined ? [] : [`at least ${from}${what}`]
  }
  return [
    ...span(schema.minLength, schema.maxLength, ' characters'),
    ...span(schema.minItems, schema.maxItems, ' entries'),
    ...span(schema.minimum, schema.maximum, ''),
    ...(pattern !== undefined && pattern.length <= MAX_PATTERN ? [`like ${pattern}`] : []),
    ...(preset === undefined ? [] : [`${JSON.stringify(preset)} when left out`]),
  ]
}

/** One line of a table of fields; `depth` says how far it is nested. */
export type FieldRow = {
  name: string
  depth: number
  type: string
  required: boolean
  description: string
  limits: string[]
}

const insideOf = (schema: Schema, schemas: Schemas): Schema | undefined => {
  const whole = resolved(schema, schemas)
  if (whole.properties) return whole
  if (whole.type === 'array' && whole.items) return insideOf(whole.items, schemas)
  return typeof whole.additionalProperties === 'object' ? insideOf(whole.additionalProperties, schemas) : undefined
}

const MAX_DEPTH = 4

/** Every field of an object, those inside it after it. */
export const fieldRows = (schema: Schema, schemas: Schemas, depth = 0): FieldRow[] => {
  const whole = insideOf(schema, schemas)
  if (!whole || depth > MAX_DEPTH) return []
  return Object.entries(whole.properties ?? {}).flatMap(([name, field]) => {
    const itself = resolved(field, schemas)
    const row = {
      name,
      depth,
      type: typeOf(field, schemas),
      required: whole.required?.includes(name) ?? false,
      description: itself.description ?? '',
      limits: limitsOf(itself),
    }
    return [row, ...fieldRows(field, schemas, depth + 1)]
  })
}
