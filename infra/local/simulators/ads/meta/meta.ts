import { html } from 'hono/html'
import type { World } from '../../world.ts'
import { type AdPlatform, adPlatform } from '../adPlatform.ts'
import { conversionLedger } from '../ledger.ts'
import { adField } from '../panel.ts'
import { eventRoute } from './events.ts'
import { formLeads } from './formLeads.ts'
import { verificationRoute } from './verification.ts'

const VERIFICATION = html`<details><summary>验证线索回调地址</summary><form method="post" action="/_sim/meta/verification">
${adField('meta', 'verification', ['campaignId', '活动编号'])}${adField('meta', 'verification', ['key', '活动的回调密钥'])}<button class="quiet">验证</button></form></details>`

/** Meta with one data set and one page with an instant form. */
export const meta = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  const leads = formLeads(world)
  return adPlatform({
    name: 'meta',
    title: 'Meta',
    faults: ['expired_token', 'whole_batch'],
    clickIds: { fbclid: 'IwAR' },
    leadForm: leads.leadForm,
    conversions,
    more: VERIFICATION,
    serve: (app, told) => {
      eventRoute(app, world, { conversions, leads })
      leads.serve(app)
      verificationRoute(app, world, told)
    },
  })
}
