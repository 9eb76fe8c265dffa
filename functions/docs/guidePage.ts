import { html } from 'hono/html'
import { docsPage } from './docsPage.ts'
import type { Guide } from './guides.ts'
import { article } from './prose.ts'

/** A guide: a Markdown file of the project as a page. */
export const guidePage = ({ guide, title }: Guide, markdown: string): string =>
  docsPage({
    title,
    current: `/docs/guides/${guide}`,
    contents: html``,
    body: html`<div class="guide">${article(markdown)}</div>`,
  })
