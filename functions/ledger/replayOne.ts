import type { NotReplayable, replayConversion } from '../../shared/contract/conversions.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { LedgerDeps } from './deps.ts'
import { campaignOf, rowOf, viewOf } from './list.ts'
import { planOf } from './replay.ts'

const WHY: Record<NotReplayable, string> = {
  still_open: 'It is still being sent: wait for what comes of it.',
  accepted: 'It was accepted; sent again it might count twice.',
  retracted: 'It was taken back.',
  window_closed: "The destination's window is closed. If the platform takes it for longer, say so in its windowDays.",
  no_destination: 'Its destination is no longer in the campaign: put it back first.',
}

const notReplayable = (reason: NotReplayable) => new Problem('conversion_not_replayable', WHY[reason])

/** Sends a row again, or says why not. Ends in a problem when there is no such row. */
export const replayOne = async (
  deps: LedgerDeps,
  conversionId: string,
): Promise<{ after: Conversion } | { notSent: NotReplayable }> => {
  const before = await rowOf(deps, conversionId)
  const [campaign, lead] = await Promise.all([campaignOf(deps, before.campaignId), deps.leads.find(before.leadId)])
  const plan = planOf(before, campaign, lead, deps.now())
  if ('notSent' in plan) return plan
  if (!(await deps.conversions.change([{ before, after: plan.after }]))) return { notSent: 'still_open' }
  note({ campaignId: before.campaignId, outcome: 'replayed' })
  return plan
}

export const handleReplayConversion =
  (deps: LedgerDeps) =>
  async ({
    params,
  }: Input<{ conversionId: string }, undefined, undefined>): Promise<Answer<(typeof replayConversion)['success']>> => {
    const plan = await replayOne(deps, params.conversionId)
    if ('notSent' in plan) throw notReplayable(plan.notSent)
    return { status: 202, body: viewOf(plan.after) }
  }
