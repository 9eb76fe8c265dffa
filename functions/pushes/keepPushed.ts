import { newLead } from '../../shared/capture/newLead.ts'
import { settle } from '../../shared/capture/settle.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { count, note } from '../../shared/runtime/log.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { PushesDeps } from './deps.ts'
import { capturedFrom, type Pushed } from './pushedLead.ts'

/** Keeps a pushed lead on the path of every capture, once per id of its platform: sent again, whatever it says, it is the first. */
export const keepPushed = async (deps: PushesDeps, campaign: Campaign, pushed: Pushed): Promise<void> => {
  const ring = await deps.ring()
  const { campaignId } = campaign
  const index = blindIndex(ring, 'pushed', campaignId, pushed.lead.platform, pushed.id).toString('base64url')
  const captured = await capturedFrom(deps, campaign, pushed)
  const { verdict, touch, brought } = captured
  const { answered, replayed } = await settle(deps.leads, {
    verdict,
    touch,
    brought,
    leadWith: (judged) => newLead(ring, { ...captured, verdict: judged }),
    guardsOf: (answered) => ({ idempotency: { index, fingerprint: index, answered } }),
  })
  count('LeadPushed')
  note({ campaignId, leadId: answered.leadId, outcome: replayed ? 'replayed' : answered.outcome })
}
