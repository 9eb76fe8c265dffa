import { html } from 'hono/html'
import * as z from 'zod'
import type { Html } from '../../../../shared/web/html.ts'
import { act } from '../control.ts'
import { optional } from '../formValue.ts'
import { timeOf } from '../page/timeOf.ts'
import type { Simulator } from '../world.ts'
import { RULES } from './rules.ts'
import type { CreditWorkflow, Told } from './workflow.ts'

const Fen = optional(z.coerce.number().int())

/** A decision that somebody makes by hand; the API says whether it can be. */
const ByHand = z.object({
  applicationId: z.string().min(1),
  decisionId: z.string().min(1),
  kind: z.enum(['preapproved', 'credited', 'declined', 'disbursed', 'repaid', 'reversed']),
  limitFen: Fen,
  aprBps: Fen,
  amountFen: Fen,
  reasonCode: optional(z.string()),
  reverses: optional(z.string()),
})

const KINDS: Readonly<Record<string, string>> = {
  preapproved: '预授信',
  credited: '授信',
  declined: '拒绝',
  disbursed: '放款',
  repaid: '还款',
  reversed: '撤销',
}

const row = ({ at, applicationId, kind, decisionId, status }: Told): Html =>
  html`<tr><td>${timeOf(at)}</td><td><code>${applicationId}</code></td><td>${KINDS[kind]}</td><td><code>${decisionId}</code></td><td>${status}</td></tr>`

const input = (name: string, label: string): Html =>
  html`<div class="field"><label for="decide-${name}">${label}</label><input id="decide-${name}" name="${name}"></div>`

const panel = (told: readonly Told[]): Html => html`<section class="card"><h2>信贷流程</h2>
<ul>${RULES.map((rule) => html`<li>${rule}</li>`)}</ul>
<table>${told.map(row)}</table>
<form method="post" action="/_sim/decisions">
${input('applicationId', '申请编号')}${input('decisionId', 'decisionId')}
<div class="field"><label for="decide-kind">结果</label><select id="decide-kind" name="kind">${Object.entries(KINDS).map(([kind, word]) => html`<option value="${kind}">${word}</option>`)}</select></div>
${input('limitFen', '额度（分）')}${input('aprBps', '年化（万分之一）')}${input('amountFen', '金额（分）')}${input('reasonCode', '原因代码')}${input('reverses', '撤销哪个 decisionId')}
<button>写入结果</button></form></section>`

/** The bank's credit workflow, which takes applications from the bus; its part of the page shows and drives it. */
export const creditSimulator = (workflow: CreditWorkflow) => (): Simulator => ({
  name: 'credit_workflow',
  routes: (app) => {
    app.get('/_sim/decisions', (c) => c.json({ decisions: workflow.told() }))
    app.post(
      '/_sim/decisions',
      act(ByHand, async ({ applicationId, ...decision }) => workflow.tell(applicationId, decision)),
    )
  },
  panel: () => panel([...workflow.told()].reverse().slice(0, 20)),
})
