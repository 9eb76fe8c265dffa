/** The languages that visitors are spoken to in. */
export type Lang = 'zh' | 'en'

/** What `lang` in an address or a form asks for; Chinese unless it is `en`. */
export const langOf = (asked: string | undefined): Lang => (asked === 'en' ? 'en' : 'zh')

/** The language as HTML names it. */
export const LANG_TAGS: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' }
