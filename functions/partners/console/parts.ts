import { html } from 'hono/html'
import { moneyText, numberText, rateText } from '../../../shared/console/figures.ts'
import type { PartnerStanding, QualityTest } from '../../../shared/contract/partners.ts'
import { holdOn, type Partner } from '../../../shared/domain/partner.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { Lang } from '../../../shared/web/lang.ts'
import { partnerWordsIn, stateWord, statusWord } from './words.ts'

export const statusTag = ({ settings: { status } }: Partner, lang: Lang): Html =>
  html`<span class="${status === 'paused' ? 'tag no' : 'tag'}">${statusWord(status, lang)}</span>`

/** What a lead costs on a day: one price, or from the lowest to the highest. */
export const priceText = ({ settings }: Partner, day: string): string => {
  const prices = settings.terms.filter((terms) => holdOn(terms, day)).map(({ pricePerLeadFen }) => pricePerLeadFen)
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  if (prices.length === 0) return '–'
  return low === high ? moneyText(low) : `${moneyText(low)} – ${moneyText(high)}`
}

/** What the daily caps of a day leave. */
export const capText = ({ caps }: PartnerStanding['today'], lang: Lang): string =>
  caps.length === 0
    ? partnerWordsIn(lang)('noCap')
    : caps.map(({ accepted, dailyCap }) => `${numberText(accepted)} / ${numberText(dailyCap)}`).join(', ')

/** A rate as it is spoken of: duplicates, or approvals, of which the test counts the refusals. */
const spoken = (rate: QualityTest['rate'], bad: number): string => rateText(rate === 'duplicate_rate' ? bad : 1 - bad)

/** A rate and how its test stands. */
export const rateCell = (tests: readonly QualityTest[], rate: QualityTest['rate'], lang: Lang): Html => {
  const test = tests.find((one) => one.rate === rate)
  if (!test) return html`<span class="soft">${partnerWordsIn(lang)('noLimit')}</span>`
  const { state, evidence } = test
  const tag = html`<span class="${state === 'pause' ? 'tag no' : 'tag'}">${stateWord(state, lang)}</span>`
  return html`${evidence ? spoken(rate, evidence.rate) : '–'} ${tag}`
}
