import { RecordedClick } from '../domain/click.ts'
import { clickKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

/** Clicks that platforms told of, once per id; each expires some time after nobody can ask for it any more. */
export const clickStore = (table: Table) => ({
  /** The click that a landing page knows by an id. */
  async find(campaignId: string, platform: string, id: string): Promise<RecordedClick | undefined> {
    const item = await table.get(clickKey(campaignId, platform, id))
    return item && RecordedClick.parse(item)
  },

  /** Keeps a click until `ttl` (Unix seconds); undefined when it happened, else the click that is there and stays. */
  async record(click: RecordedClick, ttl: number): Promise<RecordedClick | undefined> {
    const key = clickKey(click.campaignId, click.platform, click.id)
    const obstacle = await table.write({ put: { ...key, ...click, ttl }, condition: NOT_EXISTS })
    return obstacle && RecordedClick.parse(obstacle.item)
  },
})

export type ClickStore = ReturnType<typeof clickStore>
