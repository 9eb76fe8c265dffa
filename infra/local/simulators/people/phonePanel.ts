import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { timeOf } from '../page/timeOf.ts'
import { applyUrl } from '../wechat/miniProgram.ts'
import type { World } from '../world.ts'
import type { MadeCode } from './madeCode.ts'
import type { Person } from './people.ts'

const SHOWN_CODES = 8

/** The sheet of the panel. */
export const PHONE_SHEET = `
.phones{display:grid;gap:16px;margin-top:16px}
.phone{padding:18px;border:1px solid var(--hair);border-radius:22px}
.phone h3.plain,.board h3.plain{font-size:17px;letter-spacing:0}
.phone form{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:12px}
.phone form>b{flex:0 0 92px}
.phone select,.phone input{flex:1 1 150px;min-width:0;min-height:42px;padding:6px 10px;border:1px solid var(--line);border-radius:9px;background:var(--paper)}
.phone button{width:auto;min-height:42px;margin:0;padding:6px 14px;border-radius:9px;font-size:15px;letter-spacing:0}
.how{margin-top:10px;padding-left:20px;list-style:decimal}
@media (min-width:760px){.phones{grid-template-columns:1fr 1fr}}
`

/** Several buttons of a form do different things: each names the address that it sends to. */
const button = (path: string, text: string, look = ''): Html =>
  html`<button class="${look}" formaction="/_sim/${path}">${text}</button>`

const row = ({ phone }: Person, title: string, controls: Html): Html =>
  html`<form method="post"><input type="hidden" name="person" value="${phone}"><b>${title}</b>${controls}</form>`

/** The newest code is what the person most likely scans. */
const choice = (name: string, label: string, none: string, codes: readonly MadeCode[]): Html =>
  html`<select name="${name}" aria-label="${label}">
${codes.map(({ code, carries, at }) => html`<option value="${code}">${timeOf(at)} ${carries}</option>`)}
<option value="">${none}</option></select>`

const account = (person: Person, codes: readonly MadeCode[]): Html =>
  row(
    person,
    '公众号',
    html`${choice('code', '公众号二维码', '不扫码（如从广告关注）', codes)}
${button('wechat/follow', person.follow ? '再次扫码' : '关注')}${button('wechat/unfollow', '取消关注', 'quiet')}`,
  )

const reminders = (person: Person): Html =>
  row(
    person,
    '服务提醒',
    html`<select name="accepted" aria-label="是否允许提醒"><option value="true">允许</option><option value="false">拒绝</option></select>
${button('wechat/reminders', '在弹窗中选择')}${button('wechat/reminders-settings', '在设置中改为', 'quiet')}`,
  )

const advisers = (person: Person, codes: readonly MadeCode[]): Html =>
  row(
    person,
    '顾问',
    html`${choice('configId', '企业微信二维码', '不带参数', codes)}${button('wecom/add', '添加')}
<select name="by" aria-label="谁删除"><option value="customer">客户删除顾问</option><option value="adviser">顾问删除客户</option></select>${button('wecom/delete', '删除', 'quiet')}`,
  )

const program = (person: Person): Html =>
  row(
    person,
    '小程序',
    html`<input name="campaignId" aria-label="活动编号" value="demo-mini-program" required>
<input name="invitation" aria-label="邀请编号" placeholder="邀请编号（可不填）">
${button('wechat/launch', '打开')}${button('wechat/register', '手机号一键注册', 'quiet')}`,
  )

const onward = ({ sessions }: Person, api: string): readonly Html[] =>
  [...sessions].map(([campaignId, session]) =>
    session.isCustomer
      ? html`<p><a href="${applyUrl(api, campaignId, session)}">继续申请：${campaignId}</a></p>`
      : html`<p class="fine">${campaignId} 已打开，尚未注册</p>`,
  )

type Codes = { ofAccount: readonly MadeCode[]; ofWecom: readonly MadeCode[] }

const phoneOf = (person: Person, { ofAccount, ofWecom }: Codes, api: string): Html => {
  const { name, phone, follow, contacts, heard } = person
  return html`<div class="phone"><h3 class="plain">${name} ${phone}</h3>
<p class="fine">${follow ? '已关注公众号' : '未关注公众号'} · ${contacts.size > 0 ? `顾问 ${[...contacts.keys()].join('、')}` : '没有顾问'}</p>
${account(person, ofAccount)}${reminders(person)}${advisers(person, ofWecom)}${program(person)}
${heard ? html`<p class="fine">${heard}</p>` : ''}${onward(person, api)}</div>`
}

const STEPS = [
  '在演示活动的落地页提交后，页面上会出现公众号或顾问的二维码；这里的“公众号”“顾问”一栏也会列出它们（时间与所带参数）。',
  '点按“关注”“添加”，模拟平台便把事件投递给本系统；也可以直接点按落地页上的二维码。',
  '小程序：填写活动编号后“打开”，再“手机号一键注册”，然后“继续申请”。',
  '下面的“最近投递的事件”列出每次投递与系统的回答。',
]

/** The simulated phones and what their owners may do. */
export const phonePanel = ({ people, codes, api }: World): Html => {
  const made = codes.newest()
  const ofKind = (wanted: MadeCode['kind']) => made.filter(({ kind }) => kind === wanted).slice(0, SHOWN_CODES)
  const lists = { ofAccount: ofKind('official_account'), ofWecom: ofKind('wecom') }
  return html`<section class="card"><h2>模拟手机</h2>
<ol class="how">${STEPS.map((step) => html`<li>${step}</li>`)}</ol>
<div class="phones">${people.shown().map((person) => phoneOf(person, lists, api() ?? ''))}</div>
<form method="post" action="/_sim/people">
<div class="field"><label for="new-phone">再添一部手机</label><input id="new-phone" name="phone" inputmode="numeric" placeholder="手机号" required></div>
<div class="field"><label for="new-name">称呼</label><input id="new-name" name="name" maxlength="50"></div>
<button class="quiet">添加</button></form></section>`
}
