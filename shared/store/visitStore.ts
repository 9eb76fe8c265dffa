import { RecordedClick } from '../domain/click.ts'
import { Visit } from '../domain/lead.ts'
import { clickKey, visitKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

/** Visits, once per id, with the clicks that they came by; each expires some time after nobody can ask for it any more. */
export const visitStore = (table: Table) => ({
  /** `consistent` finds one that was recorded just now. */
  async find(campaignId: string, visitId: string, read: { consistent?: boolean } = {}): Promise<Visit | undefined> {
    const item = await table.get(visitKey(campaignId, visitId), read)
    return item && Visit.parse(item)
  },

  /** The visit of an id, and the clicks that its platform told of, in one read; without any id in none. */
  async trace(
    campaignId: string,
    { visitId, clicks }: { visitId?: string | undefined; clicks: readonly { platform: string; id: string }[] },
  ): Promise<{ visit: Visit | undefined; clicks: RecordedClick[] }> {
    const keys = [
      ...(visitId === undefined ? [] : [visitKey(campaignId, visitId)]),
      ...clicks.map(({ platform, id }) => clickKey(campaignId, platform, id)),
    ]
    const items = await table.getAll(keys)
    const visit = items.find((item) => 'visitId' in item)
    return {
      visit: visit && Visit.parse(visit),
      clicks: items.filter((item) => item !== visit).map((item) => RecordedClick.parse(item)),
    }
  },

  /** Keeps a visit until `ttl` (Unix seconds); a visit that is already there stays as it is. */
  async record(visit: Visit, ttl: number): Promise<void> {
    await table.write({ put: { ...visitKey(visit.campaignId, visit.visitId), ...visit, ttl }, condition: NOT_EXISTS })
  },
})

export type VisitStore = ReturnType<typeof visitStore>
