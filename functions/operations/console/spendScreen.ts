import { html } from 'hono/html'
import { campaignField, chosenCampaign } from '../../../shared/console/campaignChoice.ts'
import { moneyText, numberText } from '../../../shared/console/figures.ts'
import type { Form, Screen, Visit } from '../../../shared/console/screen.ts'
import type { FieldError } from '../../../shared/contract/problem.ts'
import type { SpendSubmission } from '../../../shared/contract/spend.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { check, validationProblem } from '../../../shared/runtime/validation.ts'
import { parseStrictJson } from '../../../shared/security/strictJson.ts'
import type { Html } from '../../../shared/web/html.ts'
import { keepSpend, type ParsedSpend, parseSpend, type SpendSchema, spendSchemaFor } from '../spend.ts'
import type { ConsoleDeps } from './deps.ts'

/** The bytes of the file, or of what was pasted. */
const bytesOf = async (form: Form): Promise<Uint8Array> => {
  const file = form.file('file')
  return file ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(form.text('csv'))
}

/** The rows that the preview handed on; they come back from a browser and are checked again. */
const confirmedIn = async (text: string, schema: SpendSchema): Promise<SpendSubmission> => {
  const read = parseStrictJson(text)
  const checked = await check(schema, { rows: 'value' in read ? read.value : undefined })
  if ('errors' in checked) throw validationProblem(checked.errors)
  return checked.value
}

const rowIn = ({ pointer }: FieldError): number => Number(/^\/rows\/(\d+)/.exec(pointer)?.[1] ?? -1)

/** More lines than anybody reads; those with an error come first. */
const MOST_SHOWN = 200

const previewTable = ({ rows, lines: lineNumbers, errors }: ParsedSpend, { say }: Visit): Html => {
  const wrong = new Map<number, FieldError[]>()
  for (const error of errors) wrong.set(rowIn(error), [...(wrong.get(rowIn(error)) ?? []), error])
  const lines = rows.map((row, i) => ({ row, line: lineNumbers[i], errors: wrong.get(i) ?? [] }))
  const shown = [...lines.filter((one) => one.errors.length > 0), ...lines.filter((one) => one.errors.length === 0)]
  const amountOf = (amount: unknown): string => (typeof amount === 'number' ? moneyText(amount) : String(amount ?? ''))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('preview')}"><table><thead><tr><th scope="col">${say('line')}</th><th scope="col">${say('day')}</th><th scope="col">${say('platform')}</th><th scope="col">${say('ad')}</th><th scope="col" class="num">${say('amount')}</th><th scope="col">${say('error')}</th></tr></thead>
<tbody>${shown
    .slice(0, MOST_SHOWN)
    .map(
      ({ row, line, errors: own }) =>
        html`<tr><th scope="row">${line}</th><td>${row.day ?? ''}</td><td>${row.platform ?? ''}</td><td>${row.ad ?? '-'}</td><td class="num">${amountOf(row.amountFen)}</td><td class="error">${own.map(({ pointer, message }) => `${pointer.replace(/^\/rows\/\d+\/?/, '')} ${message}`).join('; ')}</td></tr>`,
    )}</tbody></table></div>`
}

const preview = (parsed: ParsedSpend | { complaint: string }, campaign: Campaign, visit: Visit): Html => {
  const { say } = visit
  if ('complaint' in parsed) return html`<p class="notice bad" role="alert">${parsed.complaint}</p>`
  const { rows, errors, submission } = parsed
  const total = submission?.rows.reduce((sum, { amountFen }) => sum + amountFen, 0) ?? 0
  return html`<section class="card"><h2>${say('preview')}</h2>
<p>${say('rows')}: ${numberText(rows.length)} · ${say('totalSpend')}: ${moneyText(total)}</p>
${
  errors.length > 0
    ? html`<p class="notice bad" role="alert">${say('fixErrors')} (${errors.length})</p>`
    : html`<form method="post" action="/console/spend"><input type="hidden" name="campaign" value="${campaign.campaignId}"><input type="hidden" name="rows" value="${JSON.stringify(rows)}"><button>${say('keep')}</button></form>`
}${previewTable(parsed, visit)}</section>`
}

const spendPage = async (
  deps: ConsoleDeps,
  visit: Visit,
  wanted: string,
  result: (campaign: Campaign) => Promise<Html>,
) => {
  const { say } = visit
  const { all, chosen } = await chosenCampaign(deps, wanted)
  if (!chosen) return { title: say('spend'), body: html`<h1>${say('spend')}</h1><p>${say('noCampaign')}</p>` }
  return {
    title: say('spend'),
    body: html`<h1>${say('spend')}</h1>${await result(chosen)}
<form class="card wide" method="post" action="/console/spend" enctype="multipart/form-data"><p class="soft">${say('spendHelp')}</p>
<div class="field">${campaignField(all, chosen, say)}</div>
<div class="field"><label for="file">${say('spendFile')}</label><input id="file" type="file" name="file" accept=".csv,text/csv"></div>
<div class="field"><label for="csv">CSV</label><textarea id="csv" class="code" name="csv" placeholder="day,platform,ad,amountYuan"></textarea></div>
<button>${say('preview')}</button></form>`,
  }
}

/** Spend from a file: first what would be kept and what is wrong line by line, then kept. */
export const spendScreen: Screen<ConsoleDeps> = {
  path: '/console/spend',
  scope: 'spend:write',
  place: '/console/spend',
  show: (deps, visit) => spendPage(deps, visit, visit.query('campaign'), async () => html``),
  act: async (deps, visit, form) => {
    const confirmed = form.text('rows')
    return spendPage(deps, visit, form.text('campaign'), async (campaign) => {
      const schema = spendSchemaFor(deps, campaign)
      if (confirmed !== '') {
        const submission = await confirmedIn(confirmed, schema)
        const { rows, totalFen } = await keepSpend(deps, campaign.campaignId, submission, visit.operator.keyId)
        return html`<p class="notice" role="status">${visit.say('saved')} ${numberText(rows)} · ${moneyText(totalFen)}</p>`
      }
      return preview(await parseSpend(await bytesOf(form), schema), campaign, visit)
    })
  },
}
