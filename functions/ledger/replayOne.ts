import type { NotReplayable, replayConversion } from '../../shared/contract/conversions.ts'
import { Problem } from '../../shared/contract/problem.ts'
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

export const handleReplayConversion =
  (deps: LedgerDeps) =>
  async ({
    params,
  }: Input<{ conversionId: string }, undefined, undefined>): Promise<Answer<(typeof replayConversion)['success']>> => {
    const before = await rowOf(deps, params.conversionId)
    const [campaign, lead] = await Promise.all([campaignOf(deps, before.campaignId), deps.leads.find(before.leadId)])
    const plan = planOf(before, campaign, lead, deps.now())
    if ('notSent' in plan) throw notReplayable(plan.notSent)
    if (!(await deps.conversions.change([{ before, after: plan.after }]))) throw notReplayable('still_open')
    note({ campaignId: before.campaignId, outcome: 'replayed' })
    return { status: 202, body: viewOf(plan.after) }
  }
