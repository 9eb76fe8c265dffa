import { html, raw } from 'hono/html'
import { Marked } from 'marked'
import type { Html } from '../../shared/web/html.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** Markup in a text is shown, not meant: only Markdown of our own files becomes HTML. Code can be scrolled by keyboard. */
const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escaped(text),
    code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>`,
  },
})

/** A line of Markdown, as in a description. */
export const prose = (markdown: string): Html => html`${raw(marked.parseInline(markdown.trim(), { async: false }))}`

/** A whole Markdown text. */
export const article = (markdown: string): Html => html`${raw(marked.parse(markdown, { async: false }))}`
