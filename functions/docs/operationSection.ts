import { html } from 'hono/html'
import type { Html } from '../../shared/web/html.ts'
import { fieldTable } from './fieldTable.ts'
import type { Operation, Parameter } from './parsed.ts'
import { prose } from './prose.ts'
import { type FieldRow, fieldRows, limitsOf, resolved, type Schemas, typeOf } from './schema.ts'
import { tryForm } from './tryForm.ts'

const parameterRow =
  (schemas: Schemas) =>
  ({ name, in: place, required = false, description, schema }: Parameter): FieldRow => {
    const whole = resolved(schema, schemas)
    const meaning = description ?? whole.description ?? ''
    return {
      name,
      depth: 0,
      type: `${typeOf(schema, schemas)}, in the ${place}`,
      required,
      description: meaning,
      limits: limitsOf(whole),
    }
  }

const callerOf = ({ security }: Operation): string => {
  const names = security.flatMap((scheme) => Object.keys(scheme))
  if (names.includes('leadToken')) return 'lead token'
  if (!names.includes('apiKey')) return 'public'
  return security.some((scheme) => Object.keys(scheme).length === 0) ? 'public, more with an API key' : 'API key'
}

const jsonOf = (content: Operation['responses'][string]['content']) => content?.['application/json']?.schema

const bodyTable = ({ summary, requestBody }: Operation, schemas: Schemas): Html => {
  const { content = {} } = requestBody ?? {}
  const types = Object.keys(content)
  const [schema] = Object.values(content).flatMap((one) => one.schema ?? [])
  if (!schema) return html``
  return html`<p>Body as ${types.map((type, i) => html`${i > 0 ? ', ' : ''}<code>${type}</code>`)}.</p>
${fieldTable('Body', summary, fieldRows(schema, schemas))}`
}

const responseRows = ({
  summary,
  responses,
}: Operation): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="Statuses of ${summary}">
<table><caption>Answers</caption><thead><tr><th scope="col">Status</th><th scope="col">When</th></tr></thead>
<tbody>${Object.entries(responses).map(
  ([status, { description }]) =>
    html`<tr><th scope="row"><code>${status}</code></th><td>${description.split('\n\n').map((line) => html`<div>${prose(line)}</div>`)}</td></tr>`,
)}</tbody></table></div>`

const answerTables = ({ summary, responses }: Operation, schemas: Schemas): Html => {
  const seen = new Map<string, FieldRow[]>()
  for (const [status, { content }] of Object.entries(responses)) {
    const schema = status < '300' ? jsonOf(content) : undefined
    if (schema) seen.set(JSON.stringify(schema), fieldRows(schema, schemas))
  }
  const caption = (i: number): string => (i === 0 ? 'Answer' : `Answer ${i + 1}`)
  return html`${[...seen.values()].map((rows, i) => fieldTable(caption(i), summary, rows))}`
}

/** One operation: who may call it, what it takes and answers, and a form to try it. */
export const operationSection = (operation: Operation, schemas: Schemas): Html => {
  const { operationId, method, path, summary, description = '', parameters = [] } = operation
  return html`<article class="operation" aria-labelledby="${operationId}">
<h3 id="${operationId}">${summary}</h3>
<p class="route"><b class="method ${method.toLowerCase()}">${method}</b> <code>${path}</code> <span class="caller">${callerOf(operation)}</span></p>
${description.split('\n\n').map((text) => html`<p>${prose(text)}</p>`)}
${fieldTable('Parameters', summary, parameters.map(parameterRow(schemas)))}
${bodyTable(operation, schemas)}
<details><summary>Answers</summary>${responseRows(operation)}${answerTables(operation, schemas)}</details>
${tryForm(operation, schemas)}
</article>`
}
