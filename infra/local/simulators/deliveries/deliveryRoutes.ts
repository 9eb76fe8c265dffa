import { act } from '../control.ts'
import type { SimulatorApp } from '../world.ts'
import type { DeliveryService } from './deliveries.ts'
import { Release } from './how.ts'

/** What was delivered and how it was answered; held events are released. */
export const deliveryRoutes = (app: SimulatorApp, platform: string, { newest, release }: DeliveryService): void => {
  app.get(`/_sim/${platform}/deliveries`, (c) => c.json({ deliveries: newest() }))
  app.post(
    `/_sim/${platform}/deliveries/release`,
    act(Release, async (order) => ({ deliveries: await release(order) })),
  )
}
