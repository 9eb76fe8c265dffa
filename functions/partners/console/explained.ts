import { html } from 'hono/html'
import { rateText, timeText } from '../../../shared/console/figures.ts'
import { DEFAULT_TIMEZONE } from '../../../shared/domain/day.ts'
import type { DriftEvidence } from '../../../shared/domain/partnerDrift.ts'
import type { PausedBecause } from '../../../shared/domain/partnerLimits.ts'
import type { Html } from '../../../shared/web/html.ts'
import type { Lang } from '../../../shared/web/lang.ts'
import { reasonWord } from './words.ts'

const percent = (share: number): string => rateText(share)

const ofDuplicates = ({ from, to, samples, bad, rate }: DriftEvidence, lang: Lang): string =>
  lang === 'zh'
    ? `${from} 至 ${to} 的 ${samples} 条留资中有 ${bad} 条重复，重复率 ${percent(rate)}。`
    : `Of ${samples} leads from ${from} to ${to}, ${bad} were duplicates: ${percent(rate)}.`

const ofApprovals = ({ from, to, samples, bad, rate }: DriftEvidence, lang: Lang): string =>
  lang === 'zh'
    ? `${from} 至 ${to} 的 ${samples} 个审批结果中有 ${bad} 个拒绝，通过率 ${percent(1 - rate)}。`
    : `Of ${samples} decisions from ${from} to ${to}, ${bad} were refusals: ${percent(1 - rate)} were approved.`

const testOf = ({ p0, p1, alpha, beta }: DriftEvidence, lang: Lang): string =>
  lang === 'zh'
    ? `Wald 序贯概率比检验：不良占比 ${percent(p0)}（约定）对 ${percent(p1)}，误停概率 α = ${alpha}，漏判概率 β = ${beta}；结论为后者。`
    : `Wald's sequential probability ratio test of a bad share of ${percent(p0)}, as agreed, against ${percent(p1)}, with the errors α = ${alpha} and β = ${beta}, decided for the latter.`

/** Why a partner is paused, with the numbers and the test that it stands on. */
export const explained = (because: PausedBecause, lang: Lang): Html => {
  const head = html`<strong>${reasonWord(because.reason, lang)}</strong> · ${timeText(because.at, DEFAULT_TIMEZONE)}`
  if (because.reason === 'operator') return html`<p>${head}</p>`
  const { reason, evidence } = because
  const counted = reason === 'duplicate_rate' ? ofDuplicates(evidence, lang) : ofApprovals(evidence, lang)
  return html`<p>${head}</p><p>${counted} ${testOf(evidence, lang)}</p>`
}
