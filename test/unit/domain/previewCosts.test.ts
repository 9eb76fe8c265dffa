import { expect, it } from 'vitest'
import type { PreviewRow } from '../../../shared/domain/attributionPreview.ts'
import { withCosts } from '../../../shared/domain/previewCosts.ts'
import type { SpendRow } from '../../../shared/domain/spend.ts'

const row = (changes: Partial<PreviewRow>): PreviewRow => ({
  platform: 'baidu',
  account: '-',
  ad: '1',
  partner: '-',
  before: 0,
  after: 0,
  creditedBefore: 0,
  creditedAfter: 0,
  limitFenBefore: 0,
  limitFenAfter: 0,
  ...changes,
})

const spent = (ad: string, amountFen: number, day = '2026-11-01'): SpendRow => ({
  day,
  platform: 'baidu',
  account: '-',
  ad,
  amountFen,
})

it('spend of all days is divided by what an ad is owed, before and after', () => {
  const owed = row({ before: 4, after: 2, creditedBefore: 1, creditedAfter: 0.4 })
  expect(withCosts([owed], [spent('1', 60), spent('1', 40, '2026-11-02')])).toEqual([
    {
      ...owed,
      spendFen: 100,
      leadCostFenBefore: 25,
      leadCostFenAfter: 50,
      creditedCostFenBefore: 100,
      creditedCostFenAfter: 250,
    },
  ])
})

it('nothing that is owed costs nothing that could be told', () => {
  expect(withCosts([row({ after: 1 })], [])).toMatchObject([
    { spendFen: 0, leadCostFenBefore: null, leadCostFenAfter: 0, creditedCostFenAfter: null },
  ])
})

it('spend on an ad that no lead is owed to has a row, by the name that a page would have it counted by', () => {
  expect(withCosts([row({ ad: '2' })], [spent('春季', 5)])).toMatchObject([
    { ad: '2', spendFen: 0 },
    { ad: 'other', spendFen: 5, before: 0, after: 0 },
  ])
})

it('what a partner costs is not known', () => {
  const rows = withCosts([row({ partner: 'pt_a', before: 1, after: 1 })], [spent('1', 5)])
  expect(rows).toMatchObject([
    { partner: '-', spendFen: 5 },
    { partner: 'pt_a', spendFen: null, leadCostFenBefore: null },
  ])
})
