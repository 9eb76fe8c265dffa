import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { timeOf } from '../page/timeOf.ts'
import type { Attempt } from './attempt.ts'
import type { Delivery } from './deliver.ts'

const SHOWN = 12

const FAILURES = { timeout: '5 秒内没有回答', disconnected: '连接不上或被断开' } as const

const outcome = ({ status, answer, failure }: Attempt): Html =>
  failure ? html`${FAILURES[failure]}` : html`${status} <code>${answer || '（空）'}</code>`

const outcomes = ({ isHeld, attempts }: Delivery): Html => {
  const last = attempts.at(-1)
  if (!last) return html`${isHeld ? '暂不投递' : '没有收件方，或正在投递'}`
  return html`${outcome(last)}${attempts.length > 1 ? html`<br><small>共投递 ${attempts.length} 次</small>` : ''}`
}

const row = (delivery: Delivery): Html => {
  const { at, event, person, mode, format } = delivery
  return html`<tr><td>${timeOf(at)}</td><td><code>${event}</code><br><small>${person ?? ''} ${mode} ${format}</small></td><td>${outcomes(delivery)}</td></tr>`
}

/** The last events that a platform delivered, with the API's answers. */
export const deliveryTable = (platform: string, deliveries: readonly Delivery[]): Html =>
  html`<h3 class="plain">最近投递的事件</h3>
${deliveries.length === 0 ? html`<p class="fine">还没有投递过事件。</p>` : ''}
<table>${deliveries.slice(0, SHOWN).map(row)}</table>
${deliveries.some(({ isHeld }) => isHeld) ? html`<form method="post" action="/_sim/${platform}/deliveries/release"><button class="quiet">投递暂存的事件</button></form>` : ''}`
