import { sayerOf, type Words } from '../../../shared/console/words.ts'
import type { NotReplayable } from '../../../shared/contract/conversions.ts'
import type { ConversionStatus } from '../../../shared/domain/conversionRow.ts'
import type { Lang } from '../../../shared/web/lang.ts'

const STATUSES = {
  planned: ['待发送', 'To be sent'],
  sending: ['发送中', 'Being sent'],
  sent: ['平台处理中', 'The platform works on it'],
  parked: ['目的地已停用，暂存', 'Waits: destination disabled'],
  accepted: ['平台已接收', 'Accepted'],
  rejected: ['平台拒绝', 'Rejected by the platform'],
  refused: ['未发送', 'Not sent'],
  expired: ['已过期', 'Expired'],
  retracted: ['已撤回', 'Taken back'],
} as const satisfies Words<ConversionStatus>

const NOT_REPLAYED = {
  still_open: ['尚未完成', 'still open'],
  window_closed: ['平台回传窗口已关闭', "the platform's window is closed"],
  no_destination: ['目的地已不在活动中', 'its destination is no longer in the campaign'],
  accepted: STATUSES.accepted,
  retracted: STATUSES.retracted,
} as const satisfies Words<NotReplayable>

const WORDS = {
  conversion: ['回传', 'Conversion'],
  conversions: ['回传台账', 'Conversions'],
  ledgerHelp: [
    '每条线索的每个环节在每个目的地一行，直到平台给出结论。',
    'One row for each milestone of a lead at each destination, until the platform has said what becomes of it.',
  ],
  all: ['全部', 'All'],
  status: ['状态', 'Status'],
  destination: ['目的地', 'Destination'],
  milestone: ['环节', 'Milestone'],
  action: ['平台事件', 'Platform event'],
  reached: ['达成时间', 'Reached at'],
  reason: ['原因', 'Reason'],
  tries: ['发送次数', 'Sent'],
  next: ['下次处理', 'Next'],
  deadline: ['截止', 'Deadline'],
  value: ['金额档', 'Value, in steps'],
  attempts: ['发送记录', 'Attempts'],
  way: ['方式', 'Way'],
  outcome: ['结果', 'Outcome'],
  noOutcome: ['未知：没有收到答复', 'unknown: no answer was written down'],
  reference: ['平台受理号', 'Known to the platform as'],
  retracts: ['撤回', 'Takes back'],
  none: ['没有符合条件的回传。', 'There are no such conversions.'],
  older: ['更早', 'Earlier'],
  replay: ['重新发送', 'Send again'],
  replayed: ['已安排重新发送。', 'It is sent again.'],
  notReplayed: ['不能重新发送：', 'Not sent again: '],
  replayMany: ['批量重发', 'Send many again'],
  replayHelp: ['先试算：只显示将会发送什么，不会发送。', 'What would be sent is shown first; nothing is sent by that.'],
  tryOut: ['试算', 'What would be sent'],
  wouldBeSent: ['将重新发送', 'Would be sent again'],
  isSent: ['已重新发送', 'Sent again'],
  sendNow: ['确认重新发送', 'Send these again now'],
  more: ['一次最多 500 条，更早的请再试算。', 'At most 500 at once: there are earlier ones, to be tried next.'],
  receipt: ['归因凭证', 'Attribution receipt'],
  frozenAt: ['冻结于', 'Frozen at'],
  notFrozen: ['未冻结：按活动现行规则推算', 'Not frozen: as the rules of the campaign would have it now'],
  rules: ['规则', 'Rules'],
  ruleVersion: ['规则版本', 'Version of the rules'],
  clickWindow: ['点击窗口（天）', 'Clicks count for days'],
  viewWindow: ['曝光窗口（小时）', 'Views count for hours'],
  candidates: ['候选触点', 'Candidates'],
  source: ['来源', 'Told by'],
  kind: ['类型', 'Kind'],
  click: ['点击', 'Click'],
  view: ['曝光', 'View'],
  weight: ['份额', 'Part'],
  why: ['为什么', 'Why'],
  owedTo: ['归属', 'Owed to'],
  owedToNobody: ['不归属任何广告', 'owed to no ad'],
  leftOut: ['未保留的候选', 'Candidates that were not kept'],
  noCandidates: ['没有候选触点。', 'There are no candidates.'],
  last_click: ['末次点击', 'last click'],
  first_click: ['首次点击', 'first click'],
  position_based: ['按位置分配', 'by position'],
  landing_page: ['落地页', 'landing page'],
  first_touch: ['首次触达', 'first touch'],
  click_monitor: ['平台点击监测', "the platform's click monitor"],
  hosted_form: ['平台表单', "the platform's form"],
  mini_program: ['小程序', 'mini program'],
  partner: ['合作方', 'partner'],
  repeat: ['再次留资', 'left again'],
} as const satisfies Words

/** Says what the screens of the ledger say, in a language. */
export const ledgerWordsIn = sayerOf(WORDS)

/** What a row's status is called. */
export const statusWord = (status: ConversionStatus, lang: Lang): string => sayerOf(STATUSES)(lang)(status)

/** Why a row is not sent again. */
export const notReplayedWord = (reason: NotReplayable, lang: Lang): string => sayerOf(NOT_REPLAYED)(lang)(reason)
