import type * as z from 'zod'
import { DECISION_DETAIL_TYPE, DecisionDetail } from '../shared/contract/decisionEvent.ts'
import { BUS_EVENTS, EVENT_SOURCE } from '../shared/contract/events.ts'
import { schemaCollection } from './schemas.ts'

type Json = { [key: string]: unknown }

/** The AsyncAPI 3.0 document of every event that is put on the bus, by us or by the credit workflow. */
export const asyncApiDocument = (): Json => {
  const schemas = schemaCollection()
  const types = Object.keys(BUS_EVENTS) as (keyof typeof BUS_EVENTS)[]
  for (const type of types) schemas.add(BUS_EVENTS[type], 'output')
  schemas.add(DecisionDetail, 'input')
  const message = (type: string, schema: z.ZodType, io: 'input' | 'output') => [
    type,
    {
      name: type,
      title: type,
      summary: schema.meta()?.description ?? type,
      contentType: 'application/json',
      payload: schemas.schema(schema, io),
    },
  ]
  const messages = Object.fromEntries([
    ...types.map((type) => message(type, BUS_EVENTS[type], 'output')),
    message(DECISION_DETAIL_TYPE, DecisionDetail, 'input'),
  ])
  const all = Object.keys(messages)
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tuoke events',
      version: '1',
      description: `Events on the EventBridge bus \`tuoke\`: \`source\` is \`${EVENT_SOURCE}\`, \`detail-type\` the type, \`detail\` the payload. Each is delivered at least once; its \`id\` stays the same. No event names a person.`,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    channels: {
      tuoke: {
        address: 'tuoke',
        description: 'The event bus',
        messages: Object.fromEntries(all.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
      },
    },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: '#/channels/tuoke' },
        summary: 'Tell the bank what happened to a lead',
        messages: types.map((type) => ({ $ref: `#/channels/tuoke/messages/${type}` })),
      },
      decide: {
        action: 'receive',
        channel: { $ref: '#/channels/tuoke' },
        summary: 'Take what the credit workflow decided',
        messages: [{ $ref: `#/channels/tuoke/messages/${DECISION_DETAIL_TYPE}` }],
      },
    },
    components: { messages, schemas: schemas.components() },
  }
}
