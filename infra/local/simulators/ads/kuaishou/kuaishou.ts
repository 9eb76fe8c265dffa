import { kuaishouClicks } from '../../../../../shared/platforms/clicks/kuaishou.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { KUAISHOU } from '../accounts.ts'
import { type AdClick, type AdPlatform, adPlatform, type Monitor } from '../adPlatform.ts'
import { isTooOld, UNDOCUMENTED_WINDOW_DAYS } from '../attribution.ts'
import { clickedAt } from '../clickIds.ts'
import { type ConversionLedger, conversionLedger, NEVER } from '../ledger.ts'
import { Activation } from './activation.ts'

const macrosOf = ({ id, eventId, at }: AdClick): Record<string, string> => ({
  __ACCOUNTID__: KUAISHOU.accountId,
  __DID__: '60000001',
  __DNAME__: '经营贷',
  __AID__: '60000002',
  __CID__: '6000000000003',
  __CALLBACK__: id,
  __CSITE__: '10001',
  __TS__: String(at.getTime()),
  __LLSID__: eventId,
  __OAID__: '',
  __MODEL__: '',
})

const MONITOR: Monitor = {
  link: kuaishouClicks.macros,
  macros: macrosOf,
  refusesUnknownMacros: true,
  isTaken: (status) => status === 200,
}

const HOST = { 'host-name': 'simulated-kuaishou' }

/** Which numbers it refuses with is not documented; that it is not 1 is. */
const refusal = (error_msg: string) => ({ result: 0, error_msg, ...HOST })

/** Its conversion API. No key tells a repeat: the same event sent again counts again. */
const conversionRoute = (app: SimulatorApp, { now }: World, conversions: ConversionLedger): void => {
  app.get('/kuaishou/track/activate', (c) => {
    const fault = c.get('fault')
    const asked = Activation.safeParse(c.req.query())
    if (!asked.success) return c.json(refusal(`${asked.error.issues[0]?.path.join('.')} is invalid`))
    const { callback, event_type: action } = asked.data
    if (clickedAt(callback) === undefined || fault === 'refuse_signature')
      return c.json(refusal('callbackinfo decoded failure'))
    if (fault === 'ok_with_failure') return c.json(refusal('system busy'))
    conversions.offer({
      key: `${callback}/${action}`,
      action,
      attributedTo: 'click',
      knownFor: NEVER,
      ...(isTooOld(callback, UNDOCUMENTED_WINDOW_DAYS, now()) && { withoutEffect: 'click_too_old' }),
      fields: asked.data,
    })
    return c.json({ result: 1, ...HOST })
  })
}

/** Kuaishou, which tells of clicks by tokens and takes them back with conversions. */
export const kuaishou = (world: World): AdPlatform => {
  const conversions = conversionLedger(world)
  return adPlatform({
    name: 'kuaishou',
    title: '快手磁力引擎',
    faults: ['ok_with_failure'],
    clickIds: { callback: 'DHAJASAL' },
    monitor: MONITOR,
    conversions,
    serve: (app) => conversionRoute(app, world, conversions),
  })
}
