import type { Context } from 'hono'
import { html } from 'hono/html'
import { PROBLEMS, type ProblemCode, type ProblemDocument } from '../../shared/contract/problem.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { cautionIcon } from '../../shared/web/icons.ts'
import { page } from '../../shared/web/page.ts'
import { REMEDIES } from './remedies.ts'

/** What a problem code means to a developer, and how to put it right. */
export const explanationPage = (code: ProblemCode): string => {
  const { status, title } = PROBLEMS[code]
  return page({
    title: `${code} · 拓客 API`,
    body: html`<div class="band">
<header class="top"><h1>${code}</h1><p>HTTP ${status}</p></header>
<main class="card"><h2 lang="en">${title}</h2>
<p>${REMEDIES[code]}</p>
<p class="fine facts">响应为 <code>application/problem+json</code>（RFC 9457）：<code>detail</code> 说明本次如何处理，<code>errors</code> 逐项指出字段，<code>requestId</code> 用于排查。</p></main>
</div>`,
  })
}

const noticeOf = (status: number): { title: string; text: string } => {
  if (status === 404) return { title: '页面不存在', text: '请检查网址是否完整。活动可能尚未开始，或地址已变更。' }
  if (status === 503) return { title: '系统繁忙', text: '请稍等片刻，然后刷新页面。' }
  return { title: '页面无法打开', text: '请稍后重试。如仍无法打开，请提供下方的请求编号。' }
}

const PAGES = /^\/(demo|thanks|problems)\//

/** A problem as a page, for a browser; undefined for a program, which gets the document. */
export const showProblem = ({ status, code, requestId }: ProblemDocument, c: Context<HttpEnv>): string | undefined => {
  if (!PAGES.test(c.req.path) && !(c.req.header('accept') ?? '').includes('text/html')) return undefined
  const { title, text } = noticeOf(status)
  return page({
    title,
    body: html`<div class="band">
<header class="top"><h1>${title}</h1></header>
<main class="card"><div class="badge calm">${cautionIcon(32)}</div>
<p>${text}</p>
<p class="fine facts">错误代码 ${code} · 请求编号 ${requestId}</p></main>
</div>`,
  })
}
