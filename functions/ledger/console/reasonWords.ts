import type { AttributionReason } from '../../../shared/domain/receipt.ts'
import { wordsOf } from '../../../shared/domain/receiptWords.ts'
import type { Lang } from '../../../shared/web/lang.ts'

/** What the codes say that conversions end with; those that a platform answers stand as they are. */
const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  window_closed: ['超出平台回传窗口', "later than the platform's window"],
  outside_stage_window: ['超出该环节的回传窗口', 'later after the click than this milestone is told'],
  destination_disabled: ['目的地已停用', 'the destination is disabled'],
  destination_removed: ['目的地已从活动中移除', 'the destination is no longer in the campaign'],
  consent_missing_ad_measurement: ['未同意广告效果评估', 'no consent to ad measurement'],
  consent_missing_cross_border: ['未同意跨境提供', 'no consent to transfer abroad'],
  recipient_not_named_ad_measurement: ['授权书未列明该接收方', 'the consent text did not name this recipient'],
  recipient_not_named_cross_border: [
    '跨境授权未列明该接收方',
    'the consent to transfer abroad did not name this recipient',
  ],
  lead_missing: ['线索已不存在', 'the lead is gone'],
  lead_not_accepted: ['线索未被接受', 'the lead is not accepted'],
  nothing_to_take_back: ['平台未收到过，无需撤回', 'the platform was never told'],
  click_id_missing: ['没有该平台的点击标识', 'no click id of this platform is known'],
  click_id_invalid: ['点击标识无效', 'the click id is not valid'],
  callback_missing: ['点击监测没有回传地址', 'the click monitor gave no callback'],
  callback_foreign: ['回传地址不属于该平台', "the callback is not the platform's own"],
  page_missing: ['缺少落地页地址', 'no page address is known'],
  clue_missing: ['缺少平台线索编号', "the platform's lead id is missing"],
  action_invalid: ['平台事件不正确', 'the platform knows no such event'],
  retraction_unsupported: ['该平台不能撤回', 'this platform takes nothing back'],
  data_source_missing: ['未配置数据源', 'no data source is set up'],
  not_all_received: ['平台未全部接收', 'the platform did not take all of it'],
  token_expired: ['授权令牌失效', 'the token is no longer good'],
  unanswered: ['平台未答复', 'the platform did not answer'],
  answer_unreadable: ['平台答复无法读取', 'the answer could not be read'],
  perhaps_sent: ['可能已送达，平台不能识别重复', 'it may have arrived, and the platform cannot tell a repeat'],
  outcome_unknown: ['平台未告知结果', 'the platform never said what became of it'],
  whole_batch: ['整批被拒', 'the whole batch was refused'],
}

/** A reason in words; empty for a code of a platform. */
export const reasonWord = (reason: string, lang: Lang): string => REASONS[reason]?.[lang === 'zh' ? 0 : 1] ?? ''

const WHY: Readonly<Record<AttributionReason, string>> = {
  winner: '线索归属于它。',
  shares: '它分得一部分，但不是最大的一份。',
  earlier_click: '之后还有点击。',
  later_click: '之前已有点击。',
  earlier_view: '之后还有曝光。',
  later_view: '之前已有曝光。',
  same_moment: '与归属触点同一时刻，只能取其一。',
  click_beats_view: '它是曝光，点击优先于曝光。',
  no_ad: '没有指明广告。',
  in_the_future: '时间晚于线索。',
  outside_click_window: '超出点击窗口。',
  outside_view_window: '超出曝光窗口。',
}

/** Why a candidate won or did not. */
export const whyWord = (reason: AttributionReason, lang: Lang): string =>
  lang === 'zh' ? WHY[reason] : wordsOf(reason)
