import { sayerOf, type Words } from '../../../shared/console/words.ts'
import type { QualityTest } from '../../../shared/contract/partners.ts'
import type { PartnerSettings } from '../../../shared/domain/partner.ts'
import type { PausedBecause } from '../../../shared/domain/partnerLimits.ts'
import type { Lang } from '../../../shared/web/lang.ts'

const STATUSES = {
  active: ['合作中', 'Active'],
  paused: ['已暂停', 'Paused'],
} as const satisfies Words<PartnerSettings['status']>

const STATES = {
  continue: ['尚不能判断', 'Cannot be told yet'],
  fine: ['达标', 'Kept'],
  pause: ['不达标', 'Not kept'],
} as const satisfies Words<QualityTest['state']>

const REASONS = {
  duplicate_rate: ['重复率过高', 'Too many duplicates'],
  approval_rate: ['授信通过率过低', 'Too few approvals'],
  operator: ['人工暂停', 'Paused by somebody'],
} as const satisfies Words<PausedBecause['reason']>

const WORDS = {
  partners: ['合作方', 'Partners'],
  partner: ['合作方', 'Partner'],
  help: [
    '只有在名单、日期和每日上限之内的合作方留资才会被接受；不达标的合作方每小时检验一次并自动暂停。',
    'A lead that names a partner is accepted by dated terms and up to a daily cap. Quality is tested every hour; who falls below it is paused.',
  ],
  none: [
    '还没有合作方：用 PUT /v1/partners/{partnerId} 设置。',
    'There are none yet: set one by PUT /v1/partners/{partnerId}.',
  ],
  status: ['状态', 'Status'],
  price: ['单条价格', 'Price per lead'],
  today: ['今日有效线索', 'Accepted today'],
  cap: ['每日上限', 'Daily cap'],
  noCap: ['不限', 'none'],
  thisMonth: ['本月应付', 'Owed this month'],
  duplicate_rate: ['重复率', 'Duplicate rate'],
  approval_rate: ['授信通过率', 'Approval rate'],
  limit: ['约定', 'Limit'],
  noLimit: ['未约定', 'no limit'],
  rate: ['指标', 'Rate'],
  test: ['序贯检验', 'Sequential test'],
  llr: ['对数似然比（下限 / 上限）', 'Log-likelihood ratio (lower / upper bound)'],
  counted: ['计数', 'Counted'],
  why: ['暂停原因', 'Why it is paused'],
  letInAt: ['最近一次放行', 'Last let in'],
  terms: ['合作条款', 'Terms'],
  from: ['起', 'From'],
  to: ['止', 'To'],
  forEver: ['长期', 'no end'],
  campaigns: ['活动', 'Campaigns'],
  letIn: ['重新放行', 'Let it in again'],
  letInHelp: [
    '放行后从零开始检验；之前的线索不再计入。',
    'It is judged anew from then on; what it brought before no longer counts.',
  ],
  pause: ['暂停', 'Pause'],
  pauseHelp: ['暂停后的留资将被拒收，直到重新放行。', 'What it brings is refused until somebody lets it in again.'],
  pausedNow: ['已暂停，之后的留资将被拒收。', 'It is paused: what it brings is refused.'],
  letInNow: ['已放行。', 'It is let in.'],
  stale: ['此合作方已被他人修改，请核对后再试。', 'Somebody else changed this partner. Look at it, and try again.'],
  statement: ['账单', 'Statement'],
  month: ['月份', 'Month'],
  accepted: ['有效', 'Accepted'],
  duplicates: ['重复', 'Duplicates'],
  joined: ['已合并', 'Joined'],
  rejected: ['拒收', 'Rejected'],
  amount: ['应付', 'Owed'],
  older: ['更多', 'More'],
} as const satisfies Words

/** Says what the screens of partners say, in a language. */
export const partnerWordsIn = sayerOf(WORDS)

export const statusWord = (status: PartnerSettings['status'], lang: Lang): string => sayerOf(STATUSES)(lang)(status)

/** How a test stands. */
export const stateWord = (state: QualityTest['state'], lang: Lang): string => sayerOf(STATES)(lang)(state)

/** Why a partner is paused. */
export const reasonWord = (reason: PausedBecause['reason'], lang: Lang): string => sayerOf(REASONS)(lang)(reason)
