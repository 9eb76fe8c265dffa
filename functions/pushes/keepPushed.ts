import { settle } from '../../shared/capture/settle.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { count, note } from '../../shared/runtime/log.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { PushesDeps } from './deps.ts'
import { type Pushed, pushedLead, touchOf } from './pushedLead.ts'

/** Keeps a pushed lead on the path of every capture, once per id of its platform: sent again, whatever it says, it is the first. */
export const keepPushed = async (deps: PushesDeps, campaign: Campaign, pushed: Pushed): Promise<void> => {
  const ring = await deps.ring()
  const { campaignId } = campaign
  const index = blindIndex(ring, 'pushed', campaignId, pushed.lead.platform, pushed.id).toString('base64url')
  const lead = pushedLead(ring, campaign, pushed)
  const { answered, replayed } = await settle(deps.leads, {
    lead,
    touch: touchOf(pushed.lead),
    guardsOf: (answered) => ({ idempotency: { index, fingerprint: index, answered } }),
  })
  count('LeadPushed')
  note({ campaignId, leadId: answered.leadId, outcome: replayed ? 'replayed' : answered.outcome })
}
