import { html } from 'hono/html'
import type { Html } from '../../../../shared/web/html.ts'
import { timeOf } from '../page/timeOf.ts'
import type { Told } from './adPlatform.ts'
import type { Conversion } from './ledger.ts'

const SHOWN = 8

const ATTRIBUTED = { click: '按点击归因', lead: '按线索归因', phone: '按手机号归因', nothing: '未归因' } as const

const conversionRow = ({ lastAt, action, key, offered, counted, attributedTo, withoutEffect }: Conversion): Html =>
  html`<tr><td>${timeOf(lastAt)}</td><td><code>${action}</code><br><small>${key}</small></td>
<td>收到 ${offered} 次，${counted > 1 ? html`<strong>计入 ${counted} 次</strong>` : `计入 ${counted} 次`}<br><small>${withoutEffect ? `未计入：${withoutEffect}` : ATTRIBUTED[attributedTo]}</small></td></tr>`

const outcome = ({ attempts }: Told): string => {
  const last = attempts.at(-1)
  if (!last) return '没有监测链接'
  const tries = attempts.length > 1 ? `（共 ${attempts.length} 次）` : ''
  return `${last.failure ? '没有回答' : last.status}${tries}`
}

const toldRow = (told: Told): Html =>
  html`<tr><td>${timeOf(told.at)}</td><td>${told.landing ? html`<a href="${told.landing}">${told.what}</a>` : told.what}</td><td>${outcome(told)}</td></tr>`

/** A labelled field of a form on the panel of a platform. */
export const adField = (platform: string, form: string, [name, label]: readonly [string, string]): Html => {
  const id = `${platform}-${form}-${name}`
  return html`<div class="field"><label for="${id}">${label}</label><input id="${id}" name="${name}"></div>`
}

/** A form that makes a platform act. */
export const adForm = (
  platform: string,
  form: string,
  fields: readonly (readonly [string, string])[],
  act: string,
): Html =>
  html`<form method="post" action="/_sim/ads/${form}"><input type="hidden" name="platform" value="${platform}">
${fields.map((field) => adField(platform, form, field))}<button class="quiet">${act}</button></form>`

const CAMPAIGN = [
  ['campaignId', '活动编号'],
  ['key', '活动的回调密钥'],
] as const

type Shown = {
  name: string
  title: string
  hasClicks: boolean
  hasForm: boolean
  conversions: readonly Conversion[]
  told: readonly Told[]
  more?: Html
  kept?: Html | undefined
}

/** A platform's part of the page: what makes it act, what it told, and the conversions that it has. */
export const adPanel = ({ name, title, hasClicks, hasForm, conversions, told, more, kept }: Shown): Html =>
  html`<section class="card"><h2>${title}</h2>
${hasClicks ? html`<details><summary>点击广告</summary>${adForm(name, 'click', CAMPAIGN, '点击')}</details>` : ''}
${hasForm ? html`<details><summary>推送线索</summary>${adForm(name, 'lead', [...CAMPAIGN, ['phone', '手机号']], '推送')}</details>` : ''}
${more ?? ''}
<table>${told.slice(0, SHOWN).map(toldRow)}</table>
<h3 class="plain">收到的转化</h3>
${conversions.length === 0 ? html`<p class="fine">还没有收到转化。</p>` : ''}
<table>${conversions.slice(0, SHOWN).map(conversionRow)}</table>
${kept ?? ''}</section>`
