import { attribute, namesAd } from './attribution.ts'
import type { AttributionRules } from './attributionRules.ts'
import type { Candidate } from './candidate.ts'
import type { RecordedClick } from './click.ts'
import { thawed } from './frozenReceipt.ts'
import type { Lead, Visit } from './lead.ts'
import type { Receipt } from './receipt.ts'
import { clickOnPage, dimensionsOf, type RecordedTouch } from './touch.ts'

/** What is known, beside the lead itself, of where it came from. */
export type Origins = {
  /** What told of the lead's touch. */
  source: 'landing_page' | 'mini_program' | 'hosted_form'
  visit?: Visit | undefined
  /** Clicks that platforms told of, which the touches of the lead and of its visit know. */
  clicks?: readonly RecordedClick[] | undefined
}

type Came = Pick<Lead, 'touch' | 'firstTouch' | 'dimensions'>

/** The ids of clicks on some touches: by these the platform's own word is found. */
export const clicksOn = (touches: readonly (RecordedTouch | undefined)[]): { platform: string; id: string }[] => {
  const found = touches.flatMap((touch) => (touch && clickOnPage(touch)) ?? [])
  return found.filter(
    ({ platform, id }, i) => i === found.findIndex((one) => one.platform === platform && one.id === id),
  )
}

/** Where a lead is counted; where nobody knows, as its own touch says. */
const countedAt = ({ dimensions, touch }: Came) => (namesAd(dimensions) ? dimensions : dimensionsOf(touch))

/** What a touch says, and what the platform says of the same click. */
const toldOf = (page: Candidate, clicks: readonly RecordedClick[]): Candidate[] => {
  const known = clickOnPage({ clickIds: page.clickIds })
  const click = clicks.find(({ platform, id }) => platform === known?.platform && id === known.id)
  if (!click) return [page]
  const { at, clickId, dimensions } = click
  const told: Candidate = {
    at,
    source: 'click_monitor',
    kind: 'click',
    clickIds: { ...(clickId !== undefined && { click_id: clickId }), ...page.clickIds },
    dimensions: { ...dimensions, platform: page.dimensions.platform },
  }
  return [page, told]
}

/** No clock says when the first touch was, but that another followed. */
const justBefore = (at: string): string => new Date(Date.parse(at) - 1).toISOString()

/** All that a lead which arrives at a moment may be owed to. */
export const candidatesOf = (lead: Came, { source, visit, clicks = [] }: Origins, at: string): Candidate[] => {
  const { touch, firstTouch } = lead
  const openedAt = visit?.at ?? at
  const page: Candidate = {
    at: openedAt,
    source,
    kind: 'click',
    clickIds: { ...touch.clickIds, ...visit?.touch.clickIds },
    dimensions: countedAt(lead),
  }
  const first: Candidate | undefined = firstTouch && {
    at: justBefore(openedAt),
    source: 'first_touch',
    kind: 'click',
    clickIds: firstTouch.clickIds ?? {},
    dimensions: dimensionsOf(firstTouch),
  }
  return [page, ...(first ? [first] : [])].flatMap((one) => toldOf(one, clicks))
}

/** The receipt of a lead: the one that it keeps, else what it would be by today's rules from what the lead says. */
export const receiptOf = (lead: Lead, rules: AttributionRules): { receipt: Receipt; frozen: boolean } => {
  if (lead.attribution) return { receipt: thawed(lead.attribution, lead), frozen: true }
  const { milestones, receivedAt, platformLeadId } = lead
  const source = platformLeadId === undefined ? 'landing_page' : 'hosted_form'
  const candidates = candidatesOf(lead, { source }, milestones.clicked ?? milestones.visited ?? receivedAt)
  return { receipt: attribute(candidates, rules, receivedAt), frozen: false }
}
