import * as z from 'zod'
import { bounded } from '../bounded.ts'
import { act } from '../control.ts'
import { type DeliveryService, deliveryService } from '../deliveries/deliveries.ts'
import { deliveryRoutes } from '../deliveries/deliveryRoutes.ts'
import type { Simulator, SimulatorApp, World } from '../world.ts'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from './app.ts'
import { accountOf } from './events.ts'
import { followers } from './followers.ts'
import { loginCodes } from './loginCodes.ts'
import { miniProgram } from './miniProgram.ts'
import { miniProgramApi } from './miniProgramApi.ts'
import { officialAccountApi } from './officialAccountApi.ts'
import { type Tap, wechatPanel } from './panel.ts'
import { PhoneCodeInput, phoneCodes } from './phoneCodes.ts'
import { qrCodes } from './qrCodes.ts'
import { scanRoutes, scanUrl } from './scan.ts'
import { appTokens } from './tokenApi.ts'

const Checked = z.object({ app: z.enum(['official_account', 'mini_program']).default('official_account') })

const consoleRoutes = (app: SimulatorApp, deliveries: DeliveryService): void => {
  deliveryRoutes(app, 'wechat', deliveries)
  app.post(
    '/_sim/wechat/verification',
    act(Checked, (wanted) =>
      deliveries.check(accountOf(wanted.app === 'mini_program' ? MINI_PROGRAM : OFFICIAL_ACCOUNT)),
    ),
  )
}

/** WeChat with one mini program and one official account: its server API, and the people who use them. */
export const wechat = (world: World): Simulator => {
  const { now, origin } = world
  const tokens = appTokens(now)
  const phones = phoneCodes(now)
  const logins = loginCodes(now)
  const codes = qrCodes({ now, urlOf: (ticket) => scanUrl(origin(), ticket) })
  const deliveries = deliveryService(world)
  const { follow, serve: serveFollowers } = followers(world, { codes, deliveries })
  const taps = bounded<Tap>(10)
  const tap = (input: PhoneCodeInput): Tap => taps.add({ phone: input.phone, ...phones.make(input) })
  return {
    name: 'wechat',
    routes: (app) => {
      tokens.serve(app)
      officialAccountApi(app, world, { tokens, codes })
      miniProgramApi(app, world, { tokens, phones, logins })
      serveFollowers(app)
      miniProgram(world, { logins, phones }).serve(app)
      scanRoutes(app, world, { codes, follow })
      consoleRoutes(app, deliveries)
      app.post('/_sim/wechat/phone-codes', act(PhoneCodeInput, tap))
      app.delete('/_sim/wechat/tokens', (c) => {
        tokens.revoke()
        return c.body(null, 204)
      })
    },
    panel: () => wechatPanel(taps.newest(), deliveries.newest()),
  }
}
