import type { Visit } from '../../../shared/domain/lead.ts'
import { type SpendRow, spendKeyOf } from '../../../shared/domain/spend.ts'
import { chanceOf } from './chance.ts'

/** What clicks cost, added up by campaign, day and ad. Clicks in test mode cost nothing here. */
export const startBill = () => {
  const campaigns = new Map<string, Map<string, SpendRow>>()
  return {
    add({ campaignId, mode, cohortDay: day, dimensions, visitId }: Visit, clickFen: number): void {
      if (clickFen === 0 || mode === 'test') return
      const { platform, account, ad } = dimensions
      const rows = campaigns.get(campaignId) ?? new Map<string, SpendRow>()
      campaigns.set(campaignId, rows)
      const key = spendKeyOf({ day, platform, account, ad })
      const before = rows.get(key)?.amountFen ?? 0
      const amountFen = before + Math.round(clickFen * chanceOf('click', visitId).between(0.7, 1.3))
      rows.set(key, { day, platform, account, ad, amountFen })
    },
    /** The rows of each campaign. */
    rows: (): [string, SpendRow[]][] => [...campaigns].map(([campaignId, rows]) => [campaignId, [...rows.values()]]),
  }
}

export type Bill = ReturnType<typeof startBill>
