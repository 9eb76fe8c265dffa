import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { timeOf } from '../page/timeOf.ts'
import type { FaceSession } from './faceId.ts'
import type { Sms } from './sms.ts'

const SHOWN = 20

const VERDICT_WORDS = { pass: '通过', fail: '与证件照片不符', not_live: '未检测到活体' } as const

const smsRow = ({ at, phone, text, code }: Sms): Html =>
  html`<tr><td>${phone}<br><small>${timeOf(at)}</small></td><td><h3>${code}</h3>${text}</td></tr>`

const faceRow = ({ token, name, done }: FaceSession): Html =>
  html`<tr><td><a href="/face/${token}">${name}</a></td><td>${done ? VERDICT_WORDS[done.verdict] : '等待本人操作'}</td></tr>`

/** The phones: their messages, and the face checks that were begun. */
export const tencentCloudPanel = (messages: readonly Sms[], sessions: readonly FaceSession[]): Html =>
  html`<section class="card"><h2>短信收件箱</h2>
${messages.length === 0 ? html`<p class="fine">还没有短信。</p>` : ''}
<table>${messages.slice(0, SHOWN).map(smsRow)}</table></section>
<section class="card"><h2>人脸核验</h2>
${sessions.length === 0 ? html`<p class="fine">还没有人发起核验。</p>` : ''}
<table>${sessions.slice(0, SHOWN).map(faceRow)}</table></section>`
