import { html } from 'hono/html'
import * as z from 'zod'
import type { Html } from '../../../../shared/web/html.ts'
import { act } from '../control.ts'
import type { Delivery } from '../deliveries/deliver.ts'
import { deliveryService } from '../deliveries/deliveries.ts'
import { deliveryRoutes } from '../deliveries/deliveryRoutes.ts'
import { deliveryTable } from '../deliveries/deliveryTable.ts'
import type { Simulator, World } from '../world.ts'
import { contactWays } from './contactWays.ts'
import { COMPANY, customers } from './customers.ts'
import { scanRoutes, scanUrl } from './scan.ts'
import { imageUrl, wecomApi } from './wecomApi.ts'

const panel = (deliveries: readonly Delivery[]): Html =>
  html`<section class="card"><h2>企业微信</h2>
${deliveryTable('wecom', deliveries)}
<form method="post" action="/_sim/wecom/verification"><button class="quiet">验证回调地址</button></form>
</section>`

/** WeCom with one company: its server API, and the customers of its advisers. */
export const wecom = (world: World): Simulator => {
  const { origin } = world
  const ways = contactWays({
    urlOf: (configId) => scanUrl(origin(), configId),
    imageOf: (configId) => imageUrl(origin(), configId),
  })
  const deliveries = deliveryService(world)
  const { add, serve } = customers(world, { ways, deliveries })
  return {
    name: 'wecom',
    routes: (app) => {
      wecomApi(app, world, ways)
      serve(app)
      scanRoutes(app, world, { ways, add })
      deliveryRoutes(app, 'wecom', deliveries)
      app.post(
        '/_sim/wecom/verification',
        act(z.unknown(), () => deliveries.check(COMPANY)),
      )
    },
    panel: () => panel(deliveries.newest()),
  }
}
