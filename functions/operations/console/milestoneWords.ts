import type { RateName } from '../../../shared/domain/funnel.ts'
import type { Count } from '../../../shared/domain/journal.ts'
import { type Chain, hasFollowStep } from '../../../shared/domain/milestone.ts'
import type { Lang } from '../../../shared/web/lang.ts'

const COUNT_WORDS: Readonly<Record<Count, readonly [string, string]>> = {
  clicked: ['点击', 'Clicked'],
  visited: ['访问', 'Visited'],
  captured: ['留资', 'Captured'],
  followed: ['关注', 'Followed'],
  unfollowed: ['取关', 'Unfollowed'],
  reminded: ['服务提醒', 'Reminder set'],
  registered: ['注册', 'Registered'],
  verified: ['实名核验', 'Verified'],
  applied: ['完件', 'Applied'],
  preapproved: ['预授信', 'Preapproved'],
  credited: ['授信', 'Credited'],
  declined: ['拒绝', 'Declined'],
  disbursed: ['用信', 'Disbursed'],
  repaid: ['还款', 'Repaid'],
  erased: ['删除', 'Erased'],
  repeated: ['重复提交', 'Repeated'],
  rejected: ['拒收', 'Rejected'],
}

const RATE_WORDS: Readonly<Record<RateName, readonly [string, string]>> = {
  followRate: ['关注率', 'Follow rate'],
  registrationRate: ['注册率', 'Registration rate'],
  completionRate: ['完件率', 'Completion rate'],
  approvalRate: ['授信通过率', 'Approval rate'],
  drawDownRate: ['用信率', 'Draw-down rate'],
}

export const countWord = (count: Count, lang: Lang): string => COUNT_WORDS[count][lang === 'zh' ? 0 : 1]

export const rateWord = (rate: RateName, lang: Lang): string => RATE_WORDS[rate][lang === 'zh' ? 0 : 1]

/** A funnel's steps with the rate that leads to each. */
export const stepsOf = (chain: Chain): { count: Count; rate?: RateName }[] => [
  { count: 'clicked' },
  { count: 'visited' },
  { count: 'captured' },
  ...(hasFollowStep(chain) ? [{ count: 'followed', rate: 'followRate' } as const] : []),
  { count: 'registered', rate: 'registrationRate' },
  { count: 'applied', rate: 'completionRate' },
  { count: 'credited', rate: 'approvalRate' },
  { count: 'disbursed', rate: 'drawDownRate' },
]
