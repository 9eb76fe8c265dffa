import type { RateName } from '../domain/funnel.ts'
import type { Count } from '../domain/journal.ts'
import { type Chain, hasFollowStep, LATER_EVENTS, type LaterMilestone } from '../domain/milestone.ts'
import type { Lang } from '../web/lang.ts'

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

/** What entries of a timeline say that is no milestone of its own. */
const EVENT_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  'lead.repeated': ['再次留资或关注', 'Came again'],
  'lead.joined': ['与另一条线索合并', 'Joined with another lead'],
  'lead.parted': ['撤销合并', 'Parted again'],
  'visit.recorded': ['打开页面或小程序', 'Opened the page or mini program'],
  'application.started': ['开始申请', 'Started an application'],
  'application.reversed': ['审批结果撤销', 'A decision was reversed'],
  'application.viewed': ['申请被查看', 'An application was looked at'],
  'identity.reviewed': ['人工核验', 'Identity reviewed'],
  'partner.reported': ['合作方回传', 'A partner reported'],
  'audience.exported': ['进入人群包', 'Went out with an audience'],
  'contact.unmasked': ['查看完整信息', 'Shown in the clear'],
}

const EVENT_COUNTS: Readonly<Record<string, Count>> = {
  'lead.captured': 'captured',
  'lead.rejected': 'rejected',
  ...Object.fromEntries(Object.entries(LATER_EVENTS).map(([milestone, type]) => [type, milestone as LaterMilestone])),
}

const RATE_WORDS: Readonly<Record<RateName, readonly [string, string]>> = {
  followRate: ['关注率', 'Follow rate'],
  registrationRate: ['注册率', 'Registration rate'],
  completionRate: ['完件率', 'Completion rate'],
  approvalRate: ['授信通过率', 'Approval rate'],
  drawDownRate: ['用信率', 'Draw-down rate'],
}

/** What the type of a timeline's entry is called; empty for one that has no word. */
export const eventWord = (type: string, lang: Lang): string => {
  const count = EVENT_COUNTS[type]
  return (count ? COUNT_WORDS[count] : EVENT_WORDS[type])?.[lang === 'zh' ? 0 : 1] ?? ''
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
