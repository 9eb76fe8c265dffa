import * as z from 'zod'
import { normalizePhone } from '../../../../shared/domain/phone.ts'
import type { Simulator, SimulatorApp, World } from '../world.ts'
import { serveService } from './action.ts'
import { type FaceIdService, FaceVerdictInput, faceIdService } from './faceId.ts'
import { facePageRoutes } from './facePage.ts'
import { tencentCloudPanel } from './panel.ts'
import { smsService } from './sms.ts'

const Verdict = FaceVerdictInput.extend({ token: z.string() })

const faceControl = (app: SimulatorApp, { finish }: FaceIdService): void => {
  app.post('/_sim/face', async (c) => {
    const input = Verdict.safeParse(await c.req.json().catch(() => undefined))
    if (!input.success) return c.json({ error: z.prettifyError(input.error) }, 422)
    const { token, ...done } = input.data
    if (!finish(token, done)) return c.json({ error: 'There is no such face check, or it is done.' }, 404)
    return c.json(input.data, 201)
  })
}

/** Tencent Cloud: SMS and FaceID, with signatures and limits as the real ones, and the phones that they reach. */
export const tencentCloud = (world: World): Simulator => {
  const sms = smsService(world.now)
  const faceId = faceIdService(world)
  return {
    name: 'tencent_cloud',
    routes: (app) => {
      serveService(app, world, sms.service)
      serveService(app, world, faceId.service)
      facePageRoutes(app, faceId)
      faceControl(app, faceId)
      app.get('/_sim/sms', (c) => {
        const asked = c.req.query('phone')
        const phone = asked === undefined ? undefined : normalizePhone(asked)
        const messages = sms.inbox.newest()
        return c.json({ messages: asked === undefined ? messages : messages.filter((each) => each.phone === phone) })
      })
    },
    panel: () => tencentCloudPanel(sms.inbox.newest(), faceId.newest()),
  }
}
