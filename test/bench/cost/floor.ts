import type { Stage } from '../../../infra/aws/stage.ts'
import { FLOOR } from './assumed.ts'
import { durationPrice, type Line } from './bill.ts'

/** One thing that happens: the function that the API calls for it, the item that it leaves, and whether it is an event. */
export type Work = {
  front: string
  /** 0 when it leaves none. */
  itemBytes: number
  events: number
  /** How many changes at most are counted at once. */
  batch: number
}

/** What the same work must cost on these services whatever one builds, in the words of its bill. */
export const floorOf = ({ front, itemBytes, events, batch }: Work, where: Pick<Stage, 'architecture'>): Line[] => [
  { what: 'API: requests', price: 'httpApiRequests', units: 1 },
  { what: `${front}: calls`, price: 'lambdaRequests', units: 1 },
  {
    what: `${front}: duration`,
    price: durationPrice(where),
    units: ((FLOOR.ms / 1000) * FLOOR.memoryMb) / 1024,
  },
  {
    what: `${front}: writes`,
    price: 'tableWrites',
    units: itemBytes > 0 ? Math.ceil(itemBytes / 1024) + 1 / batch : 0,
  },
  { what: 'bus: events', price: 'busEvents', units: events },
]

/** Where the floor is. */
export const FLOOR_IN_WORDS = `The floor: one request, one call of ${FLOOR.ms} ms at ${FLOOR.memoryMb} MB, the item written once at a unit per KB, one counter write per full batch, the event published once.`
