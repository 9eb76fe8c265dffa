import * as z from 'zod'
import { Md5Hex, Sha256Hex } from '../attribution.ts'
import { paramsOf } from './loanParams.ts'

/** Those of more than 140 that have to do with finance (reference §1.7). There is none for a loan that is paid out or refused. */
const ACTION_TYPES = (
  'CUSTOM REGISTER VIEW_CONTENT PAGE_VIEW CONSULT ONLINE_CONSULT WECOM_CONSULT MAKE_PHONE_CALL PHONE_CONNECTED ' +
  'RESERVATION RESERVATION_CHECK APPLY COMPLETE_ORDER PURCHASE PRE_CREDIT CREDIT WITHDRAW_DEPOSITS FIRST_WITHDRAW ' +
  'BIND_CARD OPEN_ACCOUNT DEPOSIT CONFIRM_EFFECTIVE_LEADS CONFIRM_POTENTIAL_CUSTOMER INEFFECTIVE_LEADS ' +
  'LEAVE_INFORMATION LEADS_OUTBOUND LEADS_DISTRIBUTED FOLLOW SCANCODE SCANCODE_WX ADD_WECHAT ADD_WECHAT_NEGATIVE ' +
  'ADD_GROUP QUIT_GROUP LANDING_PAGE_CLICK INTEREST_RATE LONGLOAN OVERDUE CREDIT_LEAKAGE NEGATIVE_FEEDBACK ' +
  'COMPLAINTS SUBSCRIBE UNSUBSCRIBE_SERVICE AUTHORIZE'
).split(' ')

const CHANNELS = ['NATURAL', 'TENCENT', 'BYTEDANCE', 'KUAISHOU', 'ALIBABA', 'BAIDU', 'OTHERS', 'MULTIPLE', 'UNKNOWN']

const Id = z.string().min(1).max(128)

const UserId = z
  .strictObject({
    hash_imei: Md5Hex,
    md5_sha256_imei: Sha256Hex,
    hash_idfa: Md5Hex,
    md5_sha256_idfa: Sha256Hex,
    hash_phone: Md5Hex,
    sha256_phone: Sha256Hex,
    hash_android_id: Md5Hex,
    hash_oaid: Md5Hex,
    md5_sha256_oaid: Sha256Hex,
    wechat_openid: Id,
    wechat_unionid: Id,
    wechat_app_id: Id,
    caid: Id,
    caid_version: Id,
  })
  .partial()
  .refine((user) => Object.keys(user).length > 0, 'is empty')
  .refine((user) => !(user.wechat_openid ?? user.wechat_unionid) || user.wechat_app_id, {
    path: ['wechat_app_id'],
    message: 'is needed beside an openid or unionid',
  })

/** One action as `user_actions/add` documents it. Fields of older versions are unknown to it. */
export const Action = z
  .strictObject({
    outer_action_id: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,255}$/)
      .optional(),
    action_time: z.int().min(0).max(2_147_483_647),
    user_id: UserId.optional(),
    action_type: z.enum(ACTION_TYPES),
    custom_action: z.string().min(1).max(128).optional(),
    action_param: z.record(z.string(), z.unknown()).optional(),
    url: z.url().max(2048).optional(),
    trace: z.object({ click_id: z.string().min(1).max(64) }).optional(),
    channel: z.enum(CHANNELS).optional(),
    product_inform: z.record(z.string(), z.unknown()).optional(),
    ext_info: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ action_type, custom_action }) => action_type !== 'CUSTOM' || custom_action, { path: ['custom_action'] })
  // The data source is one of web pages: a page is named, unless WeChat says who it was.
  .refine(({ url, user_id }) => url ?? user_id?.wechat_app_id, { path: ['url'] })
  .superRefine(({ action_type, action_param }, { addIssue }) => {
    const read = action_param === undefined ? undefined : paramsOf(action_type).safeParse(action_param)
    for (const { path, message } of read?.error?.issues ?? [])
      addIssue({ code: 'custom', path: ['action_param', ...path], message })
  })
export type Action = z.infer<typeof Action>

/** In the mode without callback an action names a person or a click. */
export const ActionByClick = Action.refine(({ user_id, trace }) => user_id ?? trace, { path: ['trace'] })
