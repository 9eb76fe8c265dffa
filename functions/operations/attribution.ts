import type { getAttribution } from '../../shared/contract/attribution.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { DEFAULT_RULES } from '../../shared/domain/attributionRules.ts'
import { receiptOf } from '../../shared/domain/origins.ts'
import { summaryOf, wordsOf } from '../../shared/domain/receiptWords.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { OperationsDeps } from './deps.ts'

export const handleGetAttribution =
  ({ leads, campaigns }: OperationsDeps) =>
  async ({
    params: { leadId },
  }: Input<{ leadId: string }, undefined, undefined>): Promise<Answer<(typeof getAttribution)['success']>> => {
    const lead = await leads.find(leadId)
    if (!lead) throw new Problem('lead_not_found', 'Check the lead id in the address.')
    const { campaignId } = lead
    const campaign = lead.attribution ? undefined : await campaigns.find(campaignId)
    const { receipt, frozen } = receiptOf(lead, campaign?.settings.attribution ?? DEFAULT_RULES)
    const candidates = receipt.candidates.map((one) => ({ ...one, explanation: wordsOf(one.reason) }))
    note({ leadId, campaignId })
    return { status: 200, body: { ...receipt, leadId, campaignId, frozen, summary: summaryOf(receipt), candidates } }
  }
