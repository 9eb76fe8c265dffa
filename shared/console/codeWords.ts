import type { Lang } from '../web/lang.ts'

/** What the codes of campaigns and touches are called in Chinese. */
const CHINESE: Readonly<Record<string, string>> = {
  landing_page: '落地页',
  official_account: '公众号',
  mini_program: '小程序',
  wecom: '企业微信',
  app: 'App',
  draft: '草稿',
  live: '投放中',
  paused: '已暂停',
  closed: '已结束',
  test: '测试',
  text: '文本',
  phone: '手机号',
  number: '数字',
  select: '选择',
  uscc: '统一社会信用代码',
  wechat_official_account: '微信公众号',
  wechat_mini_program: '微信小程序',
  same_phone: '同一手机号',
  same_visit: '同一次访问',
  same_follower: '同一关注者',
  yes: '是',
  no: '否',
  none: '无',
  proof_of_work: '工作量证明',
  submitted: '审批中',
  preapproved: '预授信',
  credited: '授信',
  declined: '拒绝',
  disbursed: '放款',
  repaid: '还款',
  reversed: '撤销',
  face_check: '人脸核验',
  review: '人工核验',
  contact: '联系我',
  credit_assessment: '贷前评估',
  ad_measurement: '广告效果评估',
  marketing: '营销',
  cross_border: '跨境提供',
  tencent_ads: '腾讯广告',
  ocean_engine: '巨量引擎',
  kuaishou: '快手',
  baidu: '百度',
  generic: '其他平台',
  '-': '（无）',
  other: '其他',
}

const ENGLISH: Readonly<Record<string, string>> = {
  wecom: 'WeCom',
  wechat_official_account: 'WeChat official account',
  wechat_mini_program: 'WeChat mini program',
  uscc: 'unified social credit code',
  tencent_ads: 'Tencent Ads',
  ocean_engine: 'Ocean Engine',
  kuaishou: 'Kuaishou',
  baidu: 'Baidu',
  generic: 'Any other platform',
  meta: 'Meta',
  google_ads: 'Google Ads',
  '-': '(none)',
}

/** A code of ours in words; anything else is its own word. */
export const codeWord = (code: string, lang: Lang): string => {
  const word = (lang === 'zh' ? CHINESE : ENGLISH)[code] ?? ENGLISH[code]
  return word ?? (code in CHINESE ? code.replaceAll('_', ' ') : code)
}
