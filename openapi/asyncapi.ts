import { BUS_EVENTS, EVENT_SOURCE } from '../shared/contract/events.ts'
import { schemaCollection } from './schemas.ts'

type Json = { [key: string]: unknown }

/** The AsyncAPI 3.0 document of every event that is put on the bus. */
export const asyncApiDocument = (): Json => {
  const schemas = schemaCollection()
  const types = Object.keys(BUS_EVENTS) as (keyof typeof BUS_EVENTS)[]
  for (const type of types) schemas.add(BUS_EVENTS[type], 'output')
  const messages = Object.fromEntries(
    types.map((type) => {
      const summary = BUS_EVENTS[type].meta()?.description ?? type
      return [
        type,
        {
          name: type,
          title: type,
          summary,
          contentType: 'application/json',
          payload: schemas.schema(BUS_EVENTS[type], 'output'),
        },
      ]
    }),
  )
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
        messages: Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
      },
    },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: '#/channels/tuoke' },
        summary: 'Tell the bank what happened to a lead',
        messages: types.map((type) => ({ $ref: `#/channels/tuoke/messages/${type}` })),
      },
    },
    components: { messages, schemas: schemas.components() },
  }
}
