import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import type { Delivery } from '../deliveries/deliver.ts'
import { deliveryTable } from '../deliveries/deliveryTable.ts'
import { timeOf } from '../page/timeOf.ts'
import { MINI_PROGRAM } from './app.ts'

/** A tap on "allow" that was made by hand. */
export type Tap = { phone: string; code: string; expiresAt: string }

const tapRow = ({ phone, code, expiresAt }: Tap): Html =>
  html`<tr><td>${phone}</td><td><code>${code}</code></td><td>${timeOf(expiresAt)} 前有效</td></tr>`

/** WeChat's part of the page: its events, and codes for whoever calls the API by hand. */
export const wechatPanel = (taps: readonly Tap[], deliveries: readonly Delivery[]): Html =>
  html`<section class="card"><h2>微信</h2>
${deliveryTable('wechat', deliveries)}
<form method="post" action="/_sim/wechat/verification"><button class="quiet">验证回调地址</button></form>
</section>
<section class="card"><h2>微信手机号授权</h2>
<form method="post" action="/_sim/wechat/phone-codes">
<input type="hidden" name="appId" value="${MINI_PROGRAM.appId}">
<div class="field"><label for="tap">点按“允许”的手机号</label><input id="tap" name="phone" inputmode="numeric" required></div>
<button>生成授权码</button>
</form>
<table>${taps.map(tapRow)}</table></section>`
