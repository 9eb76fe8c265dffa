import { journalNote } from '../../shared/cases/journalNote.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { judgeReport, type Postback, type PostbackVerdict } from '../../shared/domain/postback.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { blindIndex, eventIdOf } from '../../shared/security/blindIndex.ts'
import type { AnsweredReport } from '../../shared/store/postbackStore.ts'
import type { PushesDeps } from './deps.ts'

/** A report of a partner; `id` tells it from its others. */
export type Report = { partnerId: string; id: string; said: Postback; now: Date }

/** What a report is answered; `replayed` when it was before. */
export type ReportAnswer = { verdict: PostbackVerdict; replayed: boolean }

const leadOf = async (deps: PushesDeps, { partnerId, said }: Report): Promise<Lead | undefined> => {
  const { leadId, clickId = '' } = said
  const id = leadId ?? (await deps.postbacks.leadIdOf(partnerId, clickId))
  return id === undefined ? undefined : leadNow(deps, id)
}

const verdictOn = async ({ findCampaign }: PushesDeps, lead: Lead, { partnerId, said, now }: Report) => {
  const campaign = await findCampaign(lead.campaignId)
  if (!campaign) throw new Error('a lead without its campaign')
  const { clickWindowDays } = campaign.settings.attribution
  return judgeReport(lead, said, { partnerId, clickWindowDays, now })
}

/** A milestone that a partner reports is one entry, whoever sends it again. */
const entryFor = (lead: Lead, { partnerId, said, now }: Report) => {
  const { event: milestone, at = now.toISOString(), amountFen } = said
  return journalNote(lead, {
    eventId: eventIdOf('partner.reported', lead.leadId, partnerId, milestone),
    type: 'partner.reported',
    at,
    details: { partnerId, milestone, ...(amountFen !== undefined && { amountFen }) },
  })
}

const replayOf = (answered: AnsweredReport, fingerprint: string): ReportAnswer => {
  if (answered.fingerprint === fingerprint) return { verdict: answered.verdict, replayed: true }
  throw new Problem('idempotency_key_reused', 'Report something else under another webhook-id, or another event.')
}

const indexOf = async ({ ring }: PushesDeps, kind: string, ...parts: string[]): Promise<string> =>
  blindIndex(await ring(), kind, ...parts).toString('base64url')

/**
 * Takes a report of a partner: judged once, and answered so each time it is sent again. One about a lead that nobody knows
 * is not remembered, for the lead may still come.
 */
export const takeReport = async (deps: PushesDeps, report: Report): Promise<ReportAnswer> => {
  const { partnerId, id, said } = report
  const index = await indexOf(deps, 'postback', partnerId, id)
  const fingerprint = await indexOf(deps, 'fingerprint', JSON.stringify(said))
  const before = await deps.postbacks.findAnswered(index)
  if (before) return replayOf(before, fingerprint)
  const lead = await leadOf(deps, report)
  if (!lead) return { verdict: 'unknown_lead', replayed: false }
  const verdict = await verdictOn(deps, lead, report)
  const reported = verdict === 'accepted' ? { leadId: lead.leadId, entry: entryFor(lead, report) } : undefined
  const stood = await deps.postbacks.keep(index, { fingerprint, verdict }, reported)
  if (stood?.answered) return replayOf(stood.answered, fingerprint)
  if (!stood?.isReported) return { verdict, replayed: false }
  const again = await deps.postbacks.keep(index, { fingerprint, verdict: 'duplicate' })
  return again?.answered ? replayOf(again.answered, fingerprint) : { verdict: 'duplicate', replayed: false }
}
