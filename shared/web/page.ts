import { html, raw } from 'hono/html'
import { type Html, sourceHash } from './html.ts'
import { LANG_TAGS, type Lang } from './lang.ts'
import { STYLE } from './style.ts'

export const STYLE_HASH = sourceHash(STYLE)

/** The `lang` of an element whose text is in another language than what is around it. */
export const langAttribute = (tag: string | undefined): Html => html`${raw(tag === undefined ? '' : ` lang="${tag}"`)}`

type Page = {
  title: string
  /** Only a page with a description is for search engines. */
  description?: string
  body: Html
  lang?: Lang
  /** Addresses of the page's scripts. */
  scripts?: readonly string[]
}

/** A whole page around some body: fit for a phone, nothing loaded from anywhere else. */
export const page = ({ title, description, body, lang = 'zh', scripts = [] }: Page): string =>
  String(html`<!doctype html>
<html lang="${LANG_TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="#0b3d5c">
<title>${title}</title>
${description ? html`<meta name="description" content="${description}">` : html`<meta name="robots" content="noindex">`}
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
${body}
${scripts.map((script) => html`<script src="${script}" async></script>`)}
</body>
</html>
`)
