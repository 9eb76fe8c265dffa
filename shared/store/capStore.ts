import * as z from 'zod'
import { type CapPlace, capKey } from './keys.ts'
import type { Table, Write } from './table.ts'

/** A daily cap: where it is counted, and how many it lets in. */
export type Cap = CapPlace & { most: number }

const KEPT_SECONDS = 60 * 86_400

/** Takes one of what a daily cap leaves; it stands in the way when nothing is left. */
export const capWrite = ({ most, ...place }: Cap): Write => ({
  update: capKey(place),
  change: {
    expression: 'ADD taken :one SET #ttl = :ttl',
    names: { '#ttl': 'ttl' },
    values: { ':one': 1, ':ttl': Date.parse(place.day) / 1000 + KEPT_SECONDS },
  },
  condition: { expression: 'attribute_not_exists(taken) OR taken < :most', values: { ':most': most } },
})

const Taken = z.object({ taken: z.int() })

/** What was taken of daily caps. */
export const capStore = (table: Table) => ({
  async taken(place: CapPlace): Promise<number> {
    const item = await table.get(capKey(place))
    return item ? Taken.parse(item).taken : 0
  },
})

export type CapStore = ReturnType<typeof capStore>
