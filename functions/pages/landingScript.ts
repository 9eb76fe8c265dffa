import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { FIELD_MESSAGES } from '../../shared/web/fieldMessages.ts'
import { fieldErrors, formBody, leadSender } from './form.client.ts'
import { enhanceForm, formView, type Parts, showReply } from './landing.client.ts'
import { blockHasher, proofOfWork, solveChallenge } from './proofOfWork.client.ts'
import { newId, startVisit } from './visit.client.ts'

const PARTS: Omit<Parts, 'proof'> = {
  newId,
  startVisit,
  fieldErrors,
  formBody,
  leadSender,
  formView,
  showReply,
  messages: FIELD_MESSAGES,
  words: {
    sending: '正在提交…',
    lost: '网络不稳定，暂未确认提交结果。您填写的内容都在，请再次提交，不会重复登记。',
    busy: '系统繁忙，请稍后再次提交。您填写的内容都在。',
    refused: '提交未成功，请刷新页面后重试。错误代码',
  },
}

const textOf = (part: unknown): string => (typeof part === 'function' ? String(part) : JSON.stringify(part))

/** Functions as text, without indentation and the blanks that stripped types leave. */
const scriptOf = (parts: readonly string[]): string =>
  `(${enhanceForm})({${parts.join(',\n')}})`.replaceAll(/\n\s*/g, '\n').replaceAll(/ {2,}/g, ' ')

const parts = Object.entries(PARTS).map(([name, part]) => `${name}:${textOf(part)}`)
const proof = `proof:(${proofOfWork})((${blockHasher})(),${solveChallenge})`

/** The script of a landing page, by the challenge of its campaign. */
export const LANDING_SCRIPTS: Readonly<Record<CampaignSettings['challenge'], string>> = {
  none: scriptOf(parts),
  proof_of_work: scriptOf([...parts, proof]),
}
