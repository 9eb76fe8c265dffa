import { createHash } from 'node:crypto'
import type { Application } from '../../shared/domain/application.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import type { Decision } from '../../shared/domain/decision.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { base32 } from '../../shared/security/base32.ts'
import { applicationKey } from '../../shared/store/keys.ts'
import { type DestinationInput, type Reporting, START } from './reporting.ts'

export const CREDITED_AT = '2026-11-20T08:40:00.000Z'

/** A limit of 240,000 yuan, and that it does not stand. */
export const CREDIT: Decision = {
  decisionId: 'd1',
  kind: 'credited',
  at: CREDITED_AT,
  limitFen: 24_000_000,
  aprBps: 600,
}
export const REVERSAL: Decision = { decisionId: 'd2', kind: 'reversed', at: CREDITED_AT, reverses: 'd1' }

/** An application of a lead with decisions, as far as conversions ask of it; its id. */
export const decided = async (
  { table }: Pick<Reporting, 'table'>,
  { leadId, campaignId, mode, milestones }: Lead,
  decisions: Decision[],
): Promise<string> => {
  const applicationId = `ap_${base32(createHash('sha256').update(leadId).digest(), 20)}`
  const application: Application = {
    applicationId,
    leadId,
    customerId: `cu_${'a'.repeat(20)}`,
    campaignId,
    mode,
    version: 1,
    product: 'micro',
    amountFen: 12_345_600,
    termMonths: 12,
    sealed: 'sealed',
    filled: [],
    identity: { failures: 0 },
    cause: 'cause',
    createdAt: START,
    updatedAt: START,
    submittedAt: milestones.applied,
    decisions,
  }
  await table.write({ put: { ...applicationKey(applicationId), ...application } })
  return applicationId
}

/** A lead of a campaign of its own that was granted a limit. */
export const creditedLead = async (
  on: Reporting,
  destinations: DestinationInput[],
  changes: Partial<Lead> = {},
): Promise<Lead> => {
  const at = '2026-11-20T08:00:00.000Z'
  const milestones = { visited: at, captured: at, applied: at, credited: CREDITED_AT }
  return on.lead(await on.campaign(destinations), { milestones, ...changes })
}

/** The rows of a lead. */
export const rowsOf = async (on: Reporting, { leadId }: Pick<Lead, 'leadId'>): Promise<Conversion[]> =>
  (await on.rows()).filter((row) => row.leadId === leadId)
