import type * as z from 'zod'
import { type FieldError, Problem } from '../../shared/contract/problem.ts'
import type { putSpend, SpendReceipt, SpendSubmission } from '../../shared/contract/spend.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type Day, dayOf } from '../../shared/domain/day.ts'
import { repeatedRows } from '../../shared/domain/spend.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf } from '../../shared/runtime/principal.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import type { OperationsDeps } from './deps.ts'

/** What is wrong with rows that are each well formed: days that have not come yet, and rows that say the same twice. */
export const spendErrors = ({ rows }: SpendSubmission, today: Day): FieldError[] => [
  ...rows.flatMap(({ day }, i): FieldError[] =>
    day > today ? [{ pointer: `/rows/${i}/day`, code: 'invalid', message: `must not lie after today, ${today}` }] : [],
  ),
  ...repeatedRows(rows).map(
    (i): FieldError => ({
      pointer: `/rows/${i}`,
      code: 'invalid',
      message: 'says the day, platform, account and ad of a row before it',
    }),
  ),
]

/** Keeps rows that are right, and says what they come to. Fails with the problem `validation_failed` otherwise. */
export const keepSpend = async (
  { spend, now }: OperationsDeps,
  { campaignId, settings }: Campaign,
  submission: SpendSubmission,
  keyId: string,
): Promise<z.infer<typeof SpendReceipt>> => {
  const at = now().toISOString()
  const errors = spendErrors(submission, dayOf(at, settings.timezone))
  if (errors.length > 0) throw validationProblem(errors)
  await spend.put(campaignId, submission.rows, { keyId, at })
  const days = submission.rows.map(({ day }) => day).sort()
  return {
    campaignId,
    rows: submission.rows.length,
    totalFen: submission.rows.reduce((sum, { amountFen }) => sum + amountFen, 0),
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
  }
}

export const handlePutSpend =
  (deps: OperationsDeps) =>
  async ({
    params,
    body,
    principal,
  }: Input<{ campaignId: string }, undefined, SpendSubmission>): Promise<Answer<(typeof putSpend)['success']>> => {
    const campaign = await deps.campaigns.find(params.campaignId)
    if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id in the address.')
    note({ campaignId: params.campaignId })
    return { status: 200, body: await keepSpend(deps, campaign, body, operatorIdOf(principal)) }
  }
