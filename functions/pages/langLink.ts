import type { Context } from 'hono'
import { html } from 'hono/html'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import type { Html } from '../../shared/web/html.ts'
import { LANG_TAGS, type Lang } from '../../shared/web/lang.ts'

const NAMES: Readonly<Record<Lang, string>> = { zh: '中文', en: 'English' }

/** The same address in the other language; whatever else its query says stays. */
const addressIn = (c: Context<HttpEnv>, lang: Lang): string => {
  const query = new URLSearchParams(c.env.event.rawQueryString)
  query.delete('lang')
  if (lang !== 'zh') query.set('lang', lang)
  return query.size > 0 ? `?${query}` : c.req.path
}

/** A link to the page in the other language. */
export const langLink = (c: Context<HttpEnv>, lang: Lang): Html => {
  const other = lang === 'zh' ? 'en' : 'zh'
  return html`<nav class="lang"><a href="${addressIn(c, other)}" lang="${LANG_TAGS[other]}" hreflang="${LANG_TAGS[other]}">${NAMES[other]}</a></nav>`
}
