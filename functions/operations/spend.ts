import type * as z from 'zod'
import { type FieldError, Problem } from '../../shared/contract/problem.ts'
import type { putSpend, SpendReceipt, SpendSubmission } from '../../shared/contract/spend.ts'
import { readSpendCsv } from '../../shared/contract/spendCsv.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { spendToldOn } from '../../shared/domain/spend.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf } from '../../shared/runtime/principal.ts'
import { check } from '../../shared/runtime/validation.ts'
import type { OperationsDeps } from './deps.ts'

/** What spend of a campaign must be like now. */
export const spendSchemaFor = ({ now }: OperationsDeps, { settings }: Campaign) =>
  spendToldOn(dayOf(now().toISOString(), settings.timezone))

/** What spend of the campaign that a path names must be like. Fails with the problem `campaign_not_found`. */
export const spendSchema = async (deps: OperationsDeps, { campaignId }: { campaignId: string }) => {
  const campaign = await deps.campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id in the address.')
  return spendSchemaFor(deps, campaign)
}

export type SpendSchema = ReturnType<typeof spendToldOn>

/** What a file of spend holds, the line of each row, what is wrong, and what can be kept where nothing is. */
export type ParsedSpend = {
  rows: Record<string, unknown>[]
  lines: number[]
  errors: FieldError[]
  submission?: SpendSubmission
}

/** Reads a file of spend without keeping it, or says what is wrong with it as a whole. */
export const parseSpend = async (
  bytes: Uint8Array,
  schema: SpendSchema,
): Promise<ParsedSpend | { complaint: string }> => {
  const read = readSpendCsv(bytes)
  if ('complaint' in read) return read
  const { value, lines } = read
  const checked = await check(schema, value)
  const errors = [...read.errors, ...('errors' in checked ? checked.errors : [])]
  return { rows: value.rows, lines, errors, ...('value' in checked && { submission: checked.value }) }
}

/** Keeps rows, and says what they come to. */
export const keepSpend = async (
  { spend, now }: OperationsDeps,
  campaignId: string,
  { rows }: SpendSubmission,
  keyId: string,
): Promise<z.infer<typeof SpendReceipt>> => {
  await spend.put(campaignId, rows, { keyId, at: now().toISOString() })
  const days = rows.map(({ day }) => day).sort()
  const totalFen = rows.reduce((sum, { amountFen }) => sum + amountFen, 0)
  return { campaignId, rows: rows.length, totalFen, from: days[0] ?? '', to: days.at(-1) ?? '' }
}

export const handlePutSpend =
  (deps: OperationsDeps) =>
  async ({
    params: { campaignId },
    body,
    principal,
  }: Input<{ campaignId: string }, undefined, SpendSubmission>): Promise<Answer<(typeof putSpend)['success']>> => {
    note({ campaignId })
    return { status: 200, body: await keepSpend(deps, campaignId, body, operatorIdOf(principal)) }
  }
