import { randomUUID } from 'node:crypto'

/** An event as EventBridge hands it to its targets. */
export const busEvent = (event: {
  source: string
  detailType: string
  detail: unknown
  at?: Date
  resources?: readonly string[]
}) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': event.detailType,
  source: event.source,
  account: '000000000000',
  time: (event.at ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z'),
  region: 'local',
  resources: event.resources ?? [],
  detail: event.detail,
})

export type BusEvent = ReturnType<typeof busEvent>
