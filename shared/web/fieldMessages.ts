import type { FieldErrorCode } from '../contract/problem.ts'
import type { Lang } from './lang.ts'

type Messages = Readonly<Record<FieldErrorCode, string>>

/** What a visitor reads beside a field. */
export const FIELD_MESSAGES: Readonly<Record<Lang, Messages>> = {
  zh: {
    required: '请填写此项',
    invalid: '内容有误，请检查',
    invalid_type: '内容有误，请检查',
    too_short: '内容太短',
    too_long: '内容太长',
    not_an_option: '请选择列表中的一项',
    unknown_field: '内容有误，请检查',
    phone_invalid: '请填写正确的 11 位手机号码',
    uscc_invalid: '请填写正确的 18 位统一社会信用代码',
    id_number_invalid: '请填写正确的 18 位居民身份证号码',
    bank_card_invalid: '请填写正确的个人银行卡号',
    age_outside: '您的年龄不符合该产品要求',
    out_of_range: '超出该产品允许的范围',
    consent_outdated: '授权说明已更新，请重新阅读并勾选',
    consent_purpose_missing: '请勾选标有“必选”的授权事项',
    challenge_failed: '安全验证未通过或已过期，请重新提交',
    host_not_allowed: '内容有误，请检查',
  },
  en: {
    required: 'Please fill this in',
    invalid: 'Please check this',
    invalid_type: 'Please check this',
    too_short: 'This is too short',
    too_long: 'This is too long',
    not_an_option: 'Please choose one from the list',
    unknown_field: 'Please check this',
    phone_invalid: 'Please enter a mobile number of 11 digits',
    uscc_invalid: 'Please enter a unified social credit code of 18 characters',
    id_number_invalid: 'Please enter a resident identity number of 18 characters',
    bank_card_invalid: 'Please enter the number of a personal bank card',
    age_outside: 'Your age is not what this product asks for',
    out_of_range: 'This is outside of what the product allows',
    consent_outdated: 'The consent text has changed: please read it again and tick what you agree to',
    consent_purpose_missing: 'Please tick what is marked “required”',
    challenge_failed: 'The security check failed or has expired: please send the form again',
    host_not_allowed: 'Please check this',
  },
}
