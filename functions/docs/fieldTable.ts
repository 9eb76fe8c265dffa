import { html } from 'hono/html'
import type { Html } from '../../shared/web/html.ts'
import { prose } from './prose.ts'
import type { FieldRow } from './schema.ts'

const rowOf = ({ name, depth, type, required, description, limits }: FieldRow): Html => html`<tr>
<th scope="row" class="in${depth}"><code>${name}</code>${required ? html` <b class="must">required</b>` : ''}</th>
<td><span class="type">${type}</span>${limits.map((limit) => html`<small>${limit}</small>`)}</td>
<td>${prose(description)}</td></tr>`

/** Fields of something with what they may be and mean. */
export const fieldTable = (caption: string, about: string, rows: readonly FieldRow[]): Html =>
  rows.length === 0
    ? html``
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${caption} of ${about}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows.map(rowOf)}</tbody></table></div>`
