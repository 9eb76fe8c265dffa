import { html, raw } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { page } from '../../../../shared/web/page.ts'
import { FAULT_KINDS, type Fault, type FaultKind } from '../faults.ts'
import { PHONE_SHEET } from '../people/phonePanel.ts'
import type { Received } from '../world.ts'
import { timeOf } from './timeOf.ts'

const SHEET = `
.board{display:grid;gap:18px}
.board section+section{margin-top:0}
.board table{width:100%;margin-top:12px;border-collapse:collapse;font-size:14px}
.board td{padding:7px 12px 7px 0;border-top:1px solid var(--hair);vertical-align:top}
.board td:first-child{white-space:nowrap}
.board summary{cursor:pointer}
.board pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace}
.board h3{margin-top:4px;font-size:26px;letter-spacing:.12em}
`

const FAULT_WORDS: Readonly<Record<FaultKind, string>> = {
  timeout: '不回答',
  '5xx': '服务器错误 503',
  '429': '请求过多 429',
  malformed: '回答不完整',
  slow: '慢 2 秒',
  drop_after_accept: '处理后断开连接',
  refuse_signature: '拒绝签名或令牌',
  redirect: '重定向',
  huge_answer: '回答 100 MB',
  expired_token: '令牌过期（仅广告平台）',
  partial_failure: '批次部分失败（仅百度）',
  whole_batch: '整批拒绝（仅批量平台）',
  ok_with_failure: '200 但处理失败（仅广告平台）',
}

const SHOWN = 30

const option = (value: string, text: string): Html => html`<option value="${value}">${text}</option>`

const faultForm = (providers: readonly string[]): Html =>
  html`<form method="post" action="/_sim/faults">
<div class="field"><label for="provider">服务商</label><select id="provider" name="provider">${providers.map((name) => option(name, name))}</select></div>
<div class="field"><label for="kind">故障</label><select id="kind" name="kind">${FAULT_KINDS.map((kind) => option(kind, FAULT_WORDS[kind]))}</select></div>
<div class="field"><label for="times">接下来几次请求</label><input id="times" name="times" type="number" min="1" max="1000" value="1"></div>
<button>设置故障</button>
</form>`

const waiting = (faults: readonly Fault[]): Html =>
  html`<table>${faults.map(({ provider, kind, times }) => html`<tr><td>${provider}</td><td>${FAULT_WORDS[kind]}</td><td>还剩 ${times} 次</td></tr>`)}</table>
<form method="post" action="/_sim/faults/removal"><button>清除全部故障</button></form>`

const request = ({ at, method, path, body, status, fault }: Received): Html =>
  html`<tr><td>${timeOf(at)}</td><td><details><summary>${method} ${path}</summary><pre>${body}</pre></details></td>
<td>${fault ? FAULT_WORDS[fault] : (status ?? '…')}</td></tr>`

type Shown = {
  providers: readonly string[]
  panels: readonly Html[]
  faults: readonly Fault[]
  received: readonly Received[]
}

/** The page that shows the outside world and makes it act. */
export const simPage = ({ providers, panels, faults, received }: Shown): string =>
  page({
    title: '模拟的外部世界',
    body: html`<style>${raw(SHEET + PHONE_SHEET)}</style>
<div class="band">
<header class="top wide"><h1>模拟的外部世界</h1><p>短信、人脸核验、微信、企业微信与广告平台都由本机模拟。<a href="/_sim" style="color:inherit">刷新</a></p></header>
<main class="board wide">
${panels}
<section class="card"><h2>故障</h2>${faultForm(providers)}${faults.length > 0 ? waiting(faults) : ''}</section>
<section class="card"><h2>最近的请求</h2>
${received.length === 0 ? html`<p class="fine">还没有收到请求。</p>` : ''}
<table>${received.slice(0, SHOWN).map(request)}</table></section>
</main>
</div>`,
  })
