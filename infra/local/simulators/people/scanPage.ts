import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { page } from '../../../../shared/web/page.ts'
import type { Person } from './people.ts'

const phonePage = (title: string, body: Html): string =>
  page({
    title,
    body: html`<div class="band">
<header class="top"><h1>${title}</h1><p>模拟手机：在真实的手机上，扫码或长按二维码后由微信打开。</p></header>
<main class="card">${body}</main>
</div>`,
  })

type Asked = {
  title: string
  question: string
  /** Where the answer is sent, with the fields that say which code it was. */
  action: string
  fields: Readonly<Record<string, string>>
  people: readonly Person[]
  /** What a person's button says. */
  doing: (person: Person) => string
}

const hidden = ([name, value]: [string, string]): Html => html`<input type="hidden" name="${name}" value="${value}">`

/** What a phone shows when a code was scanned: it asks whose phone it is. */
export const scanPage = ({ title, question, action, fields, people, doing }: Asked): string => {
  const known = Object.entries(fields).map(hidden)
  const buttons = people.map(
    (person) =>
      html`<button name="person" value="${person.phone}">${person.name} ${person.phone}：${doing(person)}</button>`,
  )
  return phonePage(
    title,
    html`<h2>${question}</h2><p>请选择谁在扫码。</p>
<form method="post" action="${action}">${known}${buttons}</form>
<form method="post" action="${action}">${known}
<div class="field"><label for="person">其他手机号</label><input id="person" name="person" inputmode="numeric" required></div>
<button class="quiet">用这个手机号</button></form>`,
  )
}

/** What the phone shows when it is done. */
export const donePage = (title: string, text: string): string =>
  phonePage(title, html`<h2>${text}</h2><p>可以回到落地页，或到<a href="/_sim">模拟的外部世界</a>查看投递的事件。</p>`)

/** What the phone shows of a code that is none, or has ended. */
export const GONE = phonePage('二维码已失效', html`<h2>请重新获取二维码</h2><p>二维码不存在，或已过有效期。</p>`)
