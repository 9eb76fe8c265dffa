import { limitKey } from './keys.ts'
import type { Table } from './table.ts'

/** So many times in so many seconds. */
export type Limit = { most: number; seconds: number }

const windowOf = ({ seconds }: Limit, now: Date): { start: number; left: number } => {
  const at = Math.floor(now.getTime() / 1000)
  const start = at - (at % seconds)
  return { start, left: start + seconds - at }
}

/** How often something was done by whom; `index` is a blind index, never an address or a number itself. */
export const limitStore = (table: Table) => ({
  /** Takes one of the times that are left; undefined when it got one, else the seconds until there are new ones. Exact however many ask at once. */
  async take(index: string, limit: Limit, now: Date): Promise<number | undefined> {
    const { start, left } = windowOf(limit, now)
    const obstacle = await table.write({
      update: limitKey(index, start),
      change: {
        expression: 'ADD taken :one SET #ttl = :ttl',
        names: { '#ttl': 'ttl' },
        values: { ':one': 1, ':ttl': start + 2 * limit.seconds },
      },
      condition: {
        expression: 'attribute_not_exists(taken) OR taken < :most',
        values: { ':most': limit.most },
      },
    })
    return obstacle && left
  },

  /** Gives one back that was taken for nothing. */
  async giveBack(index: string, limit: Limit, now: Date): Promise<void> {
    const change = { expression: 'ADD taken :less', values: { ':less': -1 } }
    const condition = { expression: 'taken > :none', values: { ':none': 0 } }
    await table.write({ update: limitKey(index, windowOf(limit, now).start), change, condition })
  },
})

export type LimitStore = ReturnType<typeof limitStore>
