import { expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'

const examples = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'http'
    ? trigger.endpoints.flatMap(({ operationId, body }) => (body?.example ? [{ operationId, body }] : []))
    : [],
)

it.each(examples)('the documented body of $operationId passes validation', ({ body }) => {
  expect(body.schema.safeParse(body.example).error).toBeUndefined()
})
