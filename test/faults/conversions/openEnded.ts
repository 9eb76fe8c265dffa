import type { Attempt } from './found.ts'

/** Reasons after which nobody knows whether the platform took it. */
export const OPEN_ENDED = [undefined, 'unanswered', 'answer_unreadable', 'http_502', 'http_504', 'code_INTERNAL_ERROR']

/** Whether nobody knows whether the platform took it by this attempt. */
export const isOpenEnded = ({ outcome, reason }: Attempt): boolean =>
  outcome === undefined || outcome === 'sent' || (outcome !== 'accepted' && OPEN_ENDED.includes(reason))
