import { html } from 'hono/html'
import { load } from 'js-yaml'
import type { Html } from '../../shared/web/html.ts'
import { docsPage } from './docsPage.ts'
import { fieldTable } from './fieldTable.ts'
import { prose } from './prose.ts'
import { fieldRows, type Schema, type Schemas } from './schema.ts'

/** What the catalogue shows of an AsyncAPI document. */
export type Events = {
  description: string
  messages: { name: string; summary: string; payload: Schema }[]
  schemas: Schemas
}

type Document = {
  info: { description: string }
  components: { messages: Record<string, Events['messages'][number]>; schemas: Schemas }
}

/** What the catalogue shows of an AsyncAPI document in YAML. */
export const parseEvents = (text: string): Events => {
  const { info, components } = load(text) as Document
  return {
    description: info.description,
    messages: Object.values(components.messages),
    schemas: components.schemas,
  }
}

const eventSection = ({ name, summary, payload }: Events['messages'][number], schemas: Schemas): Html =>
  html`<article class="operation" aria-labelledby="${name}">
<h2 id="${name}"><code>${name}</code></h2><p>${prose(summary)}</p>
${fieldTable('Detail', name, fieldRows(payload, schemas))}</article>`

/** Every event on the bus, with its fields. */
export const eventsPage = ({ description, messages, schemas }: Events): string =>
  docsPage({
    title: 'Events',
    current: '/docs/events',
    contents: html`<ul>${messages.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}</ul>`,
    body: html`<h1>Events</h1>
<p class="lead">${prose(description)} The document itself: <a href="/asyncapi.yaml">asyncapi.yaml</a>.</p>
${messages.map((message) => eventSection(message, schemas))}`,
  })
