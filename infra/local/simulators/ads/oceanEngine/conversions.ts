import { oceanEngineSignature } from '../../../../../shared/platforms/conversions/oceanEngine.ts'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { OCEAN_ENGINE } from '../accounts.ts'
import { attributedTo, isTooOld } from '../attribution.ts'
import { type ConversionLedger, NEVER } from '../ledger.ts'
import { OceanConversion } from './conversion.ts'

/** How long it says that a click id lives. */
const WINDOW_DAYS = 21

const DONE = { code: 0, message: 'success' }

/** Which codes it refuses with is not documented; that it is not 0 is. */
const refusal = (message: string) => ({ code: 1, message })

/** Its conversion API. What it counts is not told by any key: the same event sent again counts again. */
export const conversionRoute = (app: SimulatorApp, { now, people }: World, conversions: ConversionLedger): void => {
  const take = (conversion: OceanConversion) => {
    const { event_type: action, context } = conversion
    const { callback: clickId } = context.ad
    conversions.offer({
      key: `${clickId}/${action}`,
      action,
      attributedTo: attributedTo(people, { clickId }),
      knownFor: NEVER,
      ...(isTooOld(clickId, WINDOW_DAYS, now()) && { withoutEffect: 'click_too_old' }),
      fields: conversion,
    })
    return DONE
  }

  app.post('/ocean_engine/api/v2/conversion', async (c) => {
    const body = await c.req.text()
    const signature = c.req.header('x-signature')
    const isForged = signature !== undefined && signature !== oceanEngineSignature(body, OCEAN_ENGINE.token)
    if (isForged || c.get('fault') === 'refuse_signature') return c.json(refusal('the signature is wrong'))
    if (c.get('fault') === 'ok_with_failure') return c.json(refusal('the system is busy'))
    const conversion = OceanConversion.safeParse(parseJson(body))
    if (conversion.success) return c.json(take(conversion.data))
    return c.json(refusal(`${conversion.error.issues[0]?.path.join('.') || 'the body'} is invalid`))
  })
}
