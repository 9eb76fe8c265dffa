import type { ProblemCode } from '../../shared/contract/problem.ts'

/** How to put each problem right. */
export const REMEDIES: Readonly<Record<ProblemCode, string>> = {
  malformed_body: '请求正文无法解析。请发送合法的 UTF-8 JSON（或该接口接受的表单），对象中不要有重复的键。',
  malformed_idempotency_key: 'Idempotency-Key 须为 1 至 255 个可打印 ASCII 字符，建议使用加引号的 UUID。',
  unauthenticated: '缺少凭证或凭证无效。请在 Authorization 头中发送 Bearer 凭证：访客用留资令牌，运营用 API 密钥。',
  token_expired: '留资令牌有效期为 7 天。请重新提交表单以取得新的令牌。',
  cross_site: '表单来自其他网站。请从控制台页面提交。',
  origin_not_allowed: '该来源不在活动的 allowedOrigins 中。请把 detail 里列出的来源加入活动设置。',
  scope_missing: 'API 密钥缺少所需的权限范围。请使用具有该范围的密钥。',
  scope_not_grantable: '新密钥的权限范围不能超出创建者自己的范围。',
  wrong_lead: '留资令牌只能用于它所属的那条留资。',
  route_not_found: '没有这个地址。请对照 API 文档检查路径与方法。',
  campaign_not_found: '没有这个活动，或它仍是草稿。请检查活动编号。',
  lead_not_found: '没有这条留资。请检查留资编号。',
  key_not_found: '没有这个 API 密钥。请检查密钥编号。',
  campaign_closed: '活动已暂停或结束，不再接受此操作。',
  version_stale: '记录在您读取之后已被修改。请重新读取，再用新的版本号提交。',
  body_too_large: '请求正文超过 64 KiB。请减小后重试。',
  unsupported_media_type: '不接受该内容类型。请使用 detail 中列出的类型，并写入 Content-Type。',
  validation_failed: '有字段未通过校验。errors 一次列出全部字段：pointer 指出位置，code 指出原因。',
  idempotency_key_reused:
    '同一个 Idempotency-Key 已用于另一份内容。每次新的提交请使用新的键；重试时键与内容都保持不变。',
  version_required: '替换已有记录须在 If-Match 中写明读取到的版本号。',
  too_many_tries: '尝试次数过多。请按 Retry-After 等待后再试。',
  internal_error: '服务端出错。请重试；如仍失败，请提供 requestId。',
  store_unavailable: '存储繁忙或暂时不可用，没有内容丢失。请按 Retry-After 稍候，再发送同一请求。',
}
