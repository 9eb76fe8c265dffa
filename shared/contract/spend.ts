import * as z from 'zod'
import { CampaignId } from '../domain/campaign.ts'
import { Day } from '../domain/day.ts'
import { MAX_SPEND_ROWS, SpendRow } from '../domain/spend.ts'
import { CampaignParams } from './campaigns.ts'
import { endpoint } from './endpoint.ts'
import { readSpendCsv } from './spendCsv.ts'

const ONE_MEBIBYTE = 1_048_576

export const SpendSubmission = z
  .strictObject({ rows: z.array(SpendRow).min(1).max(MAX_SPEND_ROWS) })
  .meta({ id: 'SpendSubmission' })
export type SpendSubmission = z.output<typeof SpendSubmission>

export const SpendReceipt = z
  .object({
    campaignId: CampaignId,
    rows: z.int().min(1),
    totalFen: z.int().min(0),
    from: Day,
    to: Day,
  })
  .meta({ id: 'SpendReceipt' })

export const putSpend = endpoint({
  operationId: 'putSpend',
  method: 'put',
  path: '/v1/campaigns/{campaignId}/spend',
  tag: 'campaigns',
  summary: 'Say what a campaign cost',
  description:
    'A row replaces what was said before about the same day, platform, account and ad; all others stay. Accounts and ads are counted by their names, as `other` where those are more than letters, digits and _ . : -. CSV (UTF-8 or GBK) has the columns `day`, `platform`, `account`, `ad` and `amountFen` or `amountYuan`, or their Chinese names 日期, 平台, 账户, 广告, 花费; the message of an error says the line.',
  caller: { kind: 'operator', scope: 'spend:write' },
  params: CampaignParams,
  body: {
    schema: SpendSubmission,
    csv: readSpendCsv,
    maxBytes: ONE_MEBIBYTE,
    example: { rows: [{ day: '2026-11-25', platform: 'tencent_ads', ad: 'spring-2026', amountFen: 125_000 }] },
  },
  success: { 200: SpendReceipt },
  problems: ['campaign_not_found'],
})
