import type { Schema, Schemas } from './schema.ts'

type Content = Record<string, { schema?: Schema; example?: unknown }>

export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
}

export type Operation = {
  operationId: string
  method: string
  path: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

/** What the reference shows of an OpenAPI document. */
export type Api = {
  title: string
  description: string
  tags: { name: string; description: string }[]
  operations: Operation[]
  schemas: Schemas
}
