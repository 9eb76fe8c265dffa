import { Visit } from '../domain/lead.ts'
import { visitKey } from './keys.ts'
import { NOT_EXISTS, type Table } from './table.ts'

/** Visits, once per id; each expires some time after nobody can ask for it any more. */
export const visitStore = (table: Table) => ({
  /** `consistent` finds one that was recorded just now. */
  async find(campaignId: string, visitId: string, read: { consistent?: boolean } = {}): Promise<Visit | undefined> {
    const item = await table.get(visitKey(campaignId, visitId), read)
    return item && Visit.parse(item)
  },

  /** Keeps a visit until `ttl` (Unix seconds); a visit that is already there stays as it is. */
  async record(visit: Visit, ttl: number): Promise<void> {
    await table.write({ put: { ...visitKey(visit.campaignId, visit.visitId), ...visit, ttl }, condition: NOT_EXISTS })
  },
})

export type VisitStore = ReturnType<typeof visitStore>
