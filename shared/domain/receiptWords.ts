import type { AttributionRules } from './attributionRules.ts'
import type { AttributionReason, Receipt } from './receipt.ts'
import { type Dimensions, UNKNOWN } from './touch.ts'

const MODELS: Record<AttributionRules['model'], string> = {
  last_click: 'the last click',
  first_click: 'the first click',
  position_based: 'the first and the last click above all',
}

const REASONS: Record<AttributionReason, string> = {
  winner: 'The lead is owed to it.',
  shares: 'It has a part of the lead, but not the largest.',
  earlier_click: 'A later click goes before it.',
  later_click: 'An earlier click goes before it.',
  earlier_view: 'A later view goes before it.',
  later_view: 'An earlier view goes before it.',
  same_moment: 'The winner was at the same moment: one of them had to be taken.',
  click_beats_view: 'It was a view, and a click goes before any view.',
  no_ad: 'It names no ad.',
  in_the_future: 'It claims to be later than the lead.',
  outside_click_window: 'It was longer before the lead than clicks count.',
  outside_view_window: 'It was longer before the lead than views count.',
}

/** Why a candidate won or did not, in a sentence. */
export const wordsOf = (reason: AttributionReason): string => REASONS[reason]

const nameOf = ({ platform, ad, partner }: Dimensions): string =>
  [
    ad === UNKNOWN ? 'an ad without a name' : `the ad ${ad}`,
    ...(platform === UNKNOWN ? [] : [`of ${platform}`]),
    ...(partner === UNKNOWN ? [] : [`through ${partner}`]),
  ].join(' ')

const windowsOf = ({ clickWindowDays, viewWindowHours }: AttributionRules): string => {
  const days = `clicks count for ${clickWindowDays} ${clickWindowDays === 1 ? 'day' : 'days'}`
  return viewWindowHours === 0 ? `${days}, views do not` : `${days}, views for ${viewWindowHours} h`
}

/** A receipt in two sentences: whom the lead is owed to, and by which rules. */
export const summaryOf = ({ rules, winner, dimensions, ruleVersion }: Receipt): string => {
  const owed = winner === undefined ? 'The lead is owed to no ad.' : `The lead is owed to ${nameOf(dimensions)}.`
  return `${owed} ${MODELS[rules.model].replace('the', 'The')} counts; ${windowsOf(rules)} (version ${ruleVersion} of the rules).`
}
