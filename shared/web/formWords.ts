import type { Purpose } from '../domain/campaign.ts'
import { LANG_TAGS, type Lang } from './lang.ts'

type FormWords = {
  phone: string
  name: string
  company: string
  optional: string
  choose: string
  trap: string
  consent: string
  terms: string
  /** Stands above the consent text where that is in another language. */
  binding?: string
  must: string
  may: string
  recipients: (names: readonly string[]) => string
  send: string
  safe: string
  purposes: Record<Purpose, { title: string; detail: string }>
}

/** What the form of a campaign says of itself. */
export const FORM_WORDS: Readonly<Record<Lang, FormWords>> = {
  zh: {
    phone: '手机号码',
    name: '姓名',
    company: '企业名称',
    optional: '选填',
    choose: '请选择',
    trap: '网站（请勿填写）',
    consent: '个人信息授权',
    terms: '个人信息授权说明',
    must: '必选',
    may: '可选',
    recipients: (names) => `。接收方：${names.join('、')}`,
    send: '提交预约',
    safe: '信息加密保存，仅用于您授权的用途',
    purposes: {
      contact: { title: '联系我', detail: '通过电话或短信联系我，答复本次咨询' },
      credit_assessment: { title: '贷前评估', detail: '初步评估我的贷款资格' },
      ad_measurement: { title: '广告效果评估', detail: '向广告平台回传本次留资结果' },
      marketing: { title: '产品信息推送', detail: '向我推送产品与优惠信息' },
      cross_border: { title: '向境外提供', detail: '向境外接收方提供我的信息' },
    },
  },
  en: {
    phone: 'Mobile number',
    name: 'Your name',
    company: 'Company',
    optional: 'optional',
    choose: 'Please choose',
    trap: 'Website (leave empty)',
    consent: 'Your consent',
    terms: 'Consent text',
    binding: 'The Chinese text is the binding one. What you agree to is listed below it in English.',
    must: 'required',
    may: 'optional',
    recipients: (names) => `. Recipients: ${names.join(', ')}`,
    send: 'Request a call',
    safe: 'Stored encrypted, used only for what you agree to',
    purposes: {
      contact: { title: 'Contact me', detail: 'Call or text me to answer this request' },
      credit_assessment: { title: 'Pre-assessment', detail: 'Make a first assessment of whether I qualify for a loan' },
      ad_measurement: { title: 'Ad measurement', detail: 'Tell the ad platform that I left my contact' },
      marketing: { title: 'Offers', detail: 'Send me news of products and offers' },
      cross_border: { title: 'Transfer abroad', detail: 'Give my information to recipients abroad' },
    },
  },
}

/** English for words that Chinese campaigns often use. */
const ENGLISH: Readonly<Record<string, string>> = {
  小微快贷: 'Small Business Quick Loan',
  商户经营贷: 'Merchant Loan',
  纳税信用贷: 'Tax Record Loan',
  企业信用贷: 'Company Credit Loan',
  流水信用贷: 'Cash Flow Loan',
  统一社会信用代码: 'Unified social credit code',
  意向额度: 'Amount you are looking for',
  经营年限: 'Years in business',
  所属行业: 'Industry',
  '30 万以内': 'Up to ¥300,000',
  '30–100 万': '¥300,000 to ¥1 million',
  '100–300 万': '¥1 million to ¥3 million',
  '300 万以上': 'Over ¥3 million',
  '1 年以内': 'Less than 1 year',
  '1–3 年': '1 to 3 years',
  '3 年以上': 'More than 3 years',
  批发零售: 'Wholesale and retail',
  餐饮住宿: 'Food and lodging',
  生产制造: 'Manufacturing',
  其他: 'Other',
  腾讯广告: 'Tencent Ads',
  巨量引擎: 'Ocean Engine',
}

const CHINESE = /\p{Script=Han}/u

/** A campaign's own words in a language where they are known in it; `tag` says what language they are in where it is another. */
export const inLang = (text: string, lang: Lang): { text: string; tag?: string } => {
  if (lang === 'zh' || !CHINESE.test(text)) return { text }
  const english = ENGLISH[text]
  return english === undefined ? { text, tag: LANG_TAGS.zh } : { text: english }
}
