import { html, raw } from 'hono/html'
import { type Html, sourceHash } from '../web/html.ts'
import { LANG_TAGS, type Lang } from '../web/lang.ts'
import { CONSOLE_STYLE } from './consoleStyle.ts'
import { keepLive } from './live.client.ts'
import type { Word } from './words.ts'
import { wordsIn } from './words.ts'

const SCRIPT = `(${keepLive})()`

/** What of a console page may run and style it. */
export const CONSOLE_POLICY = { styles: [sourceHash(CONSOLE_STYLE)], scripts: [sourceHash(SCRIPT)] }

/** A place in the navigation. */
export type Place = { path: string; word: Word }

type Shell = {
  lang: Lang
  title: string
  body: Html
  /** Where one may go; nobody is signed in when it is left out. */
  places?: readonly Place[]
  /** The path of the place that the page belongs to. */
  current?: string
  /** The address of this page in the other language. */
  otherLang: string
}

const otherOf = (lang: Lang): Lang => (lang === 'zh' ? 'en' : 'zh')

const navigation = ({ lang, places = [], current }: Shell): Html => {
  const say = wordsIn(lang)
  return html`<nav aria-label="${say('sections')}">${places.map(({ path, word }) =>
    path === current
      ? html`<a href="${path}" aria-current="page">${say(word)}</a>`
      : html`<a href="${path}">${say(word)}</a>`,
  )}</nav>`
}

/** A page of the console around some body. */
export const shell = (page: Shell): string => {
  const { lang, title, body, places, otherLang } = page
  const say = wordsIn(lang)
  return String(html`<!doctype html>
<html lang="${LANG_TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${say('console')}</title>
<link rel="icon" href="data:,">
<style>${raw(CONSOLE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#text">${say('skip')}</a>
<header class="top"><div><strong>${say('console')}</strong>
${places ? navigation(page) : ''}
<a href="${otherLang}" lang="${LANG_TAGS[otherOf(lang)]}">${say('otherLanguage')}</a>
${places ? html`<form method="post" action="/console/sign-out"><button>${say('signOut')}</button></form>` : ''}</div></header>
<main id="text">${body}</main>
<script type="module">${raw(SCRIPT)}</script>
</body>
</html>
`)
}
