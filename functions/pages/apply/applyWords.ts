/** What the page says to a problem of the API, by its code; `failed` to any other. */
export const PROBLEM_WORDS: Readonly<Record<string, string>> = {
  offline: '网络不可用，请检查后重试',
  failed: '未能完成，请稍后重试',
  unreadable: '内容有误，请检查',
  required: '请填写此项',
  age_outside: '您的年龄不符合该产品要求',
  code_wrong: '验证码不正确',
  code_expired: '验证码已失效，请重新获取',
  too_many_codes: '获取过于频繁，请稍后再试',
  too_many_tries: '尝试次数过多，请稍后再试，或到网点人工核验',
  provider_unavailable: '短信或核验服务繁忙，请稍后再试',
  token_expired: '登录已过期，请重新留下联系方式',
  unauthenticated: '登录已失效，请重新留下联系方式',
  application_submitted: '申请已提交',
  version_stale: '申请已在其他设备上修改，页面将刷新',
  not_registered: '请先完成注册',
}

/** The steps of the page, in order. */
export const STEPS: readonly (readonly [string, string])[] = [
  ['phone', '验证手机号'],
  ['amount', '申请额度'],
  ['person', '申请人信息'],
  ['face', '人脸核验'],
  ['review', '确认提交'],
  ['status', '审批结果'],
]
