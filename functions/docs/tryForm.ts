import { html } from 'hono/html'
import type { Html } from '../../shared/web/html.ts'
import type { Operation, Parameter } from './parsed.ts'
import { resolved, type Schemas } from './schema.ts'

const exampleOf = ({ schema }: Parameter, schemas: Schemas): string => {
  const { examples = [] } = resolved(schema, schemas)
  return examples.length > 0 ? String(examples[0]) : ''
}

const inputOf = (operationId: string, parameter: Parameter, schemas: Schemas): Html => {
  const { name, in: place, required = false } = parameter
  const id = `${operationId}-${name}`
  return html`<p><label for="${id}">${name}</label>
<input id="${id}" name="${name}" data-in="${place}" value="${required ? exampleOf(parameter, schemas) : ''}"${required ? html` required` : ''} autocomplete="off" spellcheck="false"></p>`
}

const bodyOf = ({ operationId, requestBody }: Operation): Html => {
  const json = requestBody?.content['application/json']
  if (!json) return html``
  const example = json.example === undefined ? '{}' : JSON.stringify(json.example, null, 2)
  return html`<p><label for="${operationId}-body">Body</label>
<textarea id="${operationId}-body" name="body" rows="${Math.min(16, example.split('\n').length + 1)}" spellcheck="false">${example}</textarea></p>`
}

/** A form that calls an operation on this server; the script shows it and sends it. */
export const tryForm = (operation: Operation, schemas: Schemas): Html => {
  const { operationId, method, path, summary, parameters = [] } = operation
  return html`<details data-try hidden><summary>Try it</summary>
<form data-method="${method}" data-path="${path}" aria-label="Try: ${summary}">
${parameters.map((parameter) => inputOf(operationId, parameter, schemas))}
${bodyOf(operation)}
<button>Send</button>
<pre class="reply" role="status" aria-live="polite" tabindex="0" aria-label="Answer to: ${summary}"></pre>
</form></details>`
}
