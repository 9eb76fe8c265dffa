import { html } from 'hono/html'
import type { World } from '../../world.ts'
import { type AdPlatform, adPlatform } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'
import { adForm } from '../panel.ts'
import { postbackRoute } from './postbacks.ts'
import { webhookRoute } from './webhooks.ts'

const FIELDS = [
  ['partnerId', '合作方编号'],
  ['secret', '合作方密钥'],
  ['event', '里程碑'],
  ['clickId', '点击编号'],
  ['leadId', '线索编号'],
] as const

const POSTBACK = html`<details><summary>回传转化</summary>${adForm('partner', 'postback', FIELDS, '回传')}</details>`

/** A partner: what it is told, and what it reports of the leads that it brought. */
export const partner = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  return adPlatform({
    name: 'partner',
    title: '合作方',
    faults: [],
    clickIds: {},
    conversions,
    more: POSTBACK,
    serve: (app, told) => {
      webhookRoute(app, world, conversions)
      postbackRoute(app, world, told)
    },
  })
}
