import { html } from 'hono/html'
import { load } from 'js-yaml'
import type { Html } from '../../shared/web/html.ts'
import { docsPage } from './docsPage.ts'
import { operationSection } from './operationSection.ts'
import type { Api, Operation } from './parsed.ts'
import type { Schemas } from './schema.ts'

type Document = {
  info: { title: string; description: string }
  tags: Api['tags']
  paths: Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>
  components: { schemas: Schemas }
}

/** What the reference shows of an OpenAPI document in YAML. */
export const parseApi = (text: string): Api => {
  const { info, tags, paths, components } = load(text) as Document
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  return { title: info.title, description: info.description, tags, operations, schemas: components.schemas }
}

const linksOf = ({ tags, operations }: Api): Html =>
  html`${tags.map(
    ({ name }) => html`<p><b>${name}</b></p>
<ul>${operations
      .filter((operation) => operation.tags.includes(name))
      .map(({ operationId, summary }) => html`<li><a href="#${operationId}">${summary}</a></li>`)}</ul>`,
  )}`

const CREDENTIALS = html`<section class="note" aria-labelledby="credential-title">
<h2 id="credential-title">Credentials</h2>
<p>Operators send an API key, visitors the lead token that came with their verdict, both as <code>Authorization: Bearer …</code>.
What you type here is used by the forms below and kept nowhere.</p>
<p data-try hidden><label for="credential">API key or lead token</label>
<input id="credential" type="password" autocomplete="off" spellcheck="false" placeholder="tk_…"></p>
</section>`

/** Every operation of the API, by what it is about, each with a form to try it on this server. */
export const referencePage = (api: Api): string =>
  docsPage({
    title: 'API reference',
    current: '/docs',
    contents: linksOf(api),
    body: html`<h1>API reference</h1>
<p class="lead">${api.description} The document itself: <a href="/openapi.yaml">openapi.yaml</a>.</p>
${CREDENTIALS}
${api.tags.map(
  ({ name, description }) => html`<section class="topic" aria-labelledby="tag-${name}">
<h2 id="tag-${name}">${name}</h2><p>${description}</p>
${api.operations
  .filter((operation) => operation.tags.includes(name))
  .map((operation) => operationSection(operation, api.schemas))}
</section>`,
)}`,
  })
