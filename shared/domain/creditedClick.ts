import type { ConversionEvent } from './conversion.ts'
import { thawed } from './frozenReceipt.ts'
import type { Lead } from './lead.ts'
import type { JudgedCandidate } from './receipt.ts'
import { hasClickId, type RecordedTouch } from './touch.ts'

const winnerOf = (lead: Lead): JudgedCandidate | undefined => {
  const receipt = lead.attribution && thawed(lead.attribution, lead)
  return receipt?.candidates[receipt.winner ?? -1]
}

/** The touch that a lead is owed to: that of its receipt's winner; without a receipt the last with a click id. */
export const creditedTouch = (lead: Lead): RecordedTouch => {
  const { touch, firstTouch, attribution } = lead
  if (attribution === undefined) return [touch, firstTouch].find((each) => each && hasClickId(each)) ?? touch
  const isFirst = winnerOf(lead)?.sources.includes('first_touch')
  return (isFirst && firstTouch) || touch
}

/** The click that a lead's conversions are reported with; undefined when it is owed to no ad that says so. */
export const clickOf = (lead: Lead): ConversionEvent['click'] => {
  const { clicked, visited } = lead.milestones
  const earlier = { at: clicked ?? visited ?? lead.receivedAt, clickIds: creditedTouch(lead).clickIds ?? {} }
  const credited = lead.attribution ? winnerOf(lead) : earlier
  return credited && Object.keys(credited.clickIds).length > 0 ? { at: credited.at, ids: credited.clickIds } : undefined
}
