import {
  type AttributionPreview,
  MAX_PREVIEWED,
  type PreviewSubmission,
  type previewAttribution,
} from '../../shared/contract/attribution.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { type Attributed, previewChange } from '../../shared/domain/attributionPreview.ts'
import type { AttributionRules } from '../../shared/domain/attributionRules.ts'
import { dayBefore, daysBetween } from '../../shared/domain/day.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { receiptOf } from '../../shared/domain/origins.ts'
import { withCosts } from '../../shared/domain/previewCosts.ts'
import { sumOf } from '../../shared/domain/split.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { leadKey } from '../../shared/store/keys.ts'
import type { OperationsDeps } from './deps.ts'

/** DynamoDB reads so many items at once; so many reads are on their way at a time. */
const AT_ONCE = 100
const READS = 8

const tooMany = () =>
  validationProblem([
    {
      pointer: '/to',
      code: 'out_of_range',
      message: `These days have more than ${MAX_PREVIEWED} leads: ask for fewer days at a time.`,
    },
  ])

const leadIdsOf = async ({ roster }: OperationsDeps, { campaign, from, to }: PreviewSubmission): Promise<string[]> => {
  const ids = new Set<string>()
  for (let back = daysBetween(from, to) - 1; back >= 0; back--) {
    for await (const some of roster.leadIds(campaign, dayBefore(to, back))) {
      for (const leadId of some) ids.add(leadId)
      if (ids.size > MAX_PREVIEWED) throw tooMany()
    }
  }
  return [...ids]
}

/** What the bank granted a lead, in fen, as reports count it. */
const limitOf = async ({ journal }: OperationsDeps, { leadId }: Lead): Promise<number> =>
  sumOf((await journal.entries(leadKey(leadId).pk)).map(({ amounts }) => amounts?.limitFen ?? 0))

type Judged = Attributed & { frozen: boolean }

const judged = async (deps: OperationsDeps, lead: Lead, current: AttributionRules): Promise<Judged> => {
  const credited = lead.milestones.credited !== undefined
  return { ...receiptOf(lead, current), credited, ...(credited && { limitFen: await limitOf(deps, lead) }) }
}

/** The receipts of leads that count. Who was refused, or goes on as another lead, is owed to nobody. */
const receiptsOf = async (
  deps: OperationsDeps,
  { mode, ...asked }: PreviewSubmission,
  current: AttributionRules,
): Promise<Judged[]> => {
  const ids = await leadIdsOf(deps, { mode, ...asked })
  const found: Judged[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE * READS) {
    const parts = Array.from({ length: READS }, (_, i) => ids.slice(from + i * AT_ONCE, from + (i + 1) * AT_ONCE))
    for (const leads of await Promise.all(parts.map((part) => deps.leads.findAll(part)))) {
      const counted = leads.filter((lead) => lead.verdict.status === 'accepted' && lead.mode === mode)
      found.push(...(await Promise.all(counted.map((lead) => judged(deps, lead, current)))))
    }
  }
  return found
}

const previewOf = async (deps: OperationsDeps, asked: PreviewSubmission): Promise<AttributionPreview> => {
  const { campaign: campaignId, from, to, mode, rules } = asked
  const campaign = await deps.campaigns.find(campaignId)
  if (!campaign) throw new Problem('campaign_not_found', 'Check the campaign id.')
  const leads = await receiptsOf(deps, asked, campaign.settings.attribution)
  const spend = mode === 'live' ? await deps.spend.rows({ campaignId, from, to }) : []
  const withoutReceipt = leads.filter(({ frozen }) => !frozen).length
  const rows = withCosts(previewChange(leads, rules), spend)
  return { campaignId, from, to, mode, rules, leads: leads.length, withoutReceipt, rows }
}

export const handlePreviewAttribution =
  (deps: OperationsDeps) =>
  async ({
    body,
  }: Input<undefined, undefined, PreviewSubmission>): Promise<Answer<(typeof previewAttribution)['success']>> => {
    note({ campaignId: body.campaign })
    return { status: 200, body: await previewOf(deps, body) }
  }
