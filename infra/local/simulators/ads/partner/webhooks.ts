import * as z from 'zod'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import { isSignedWebhook } from '../../../../../shared/platforms/standardWebhooks.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { PARTNER } from '../accounts.ts'
import { type ConversionLedger, FOR_GOOD } from '../ledger.ts'

/** What Standard Webhooks suggests that a message is. */
const Message = z.object({
  type: z.string().regex(/^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()),
})

/** A partner that takes messages as Standard Webhooks has it: one id is one event, however often it comes. */
export const webhookRoute = (app: SimulatorApp, { now }: World, conversions: ConversionLedger): void => {
  app.post('/partner/webhooks', async (c) => {
    const body = await c.req.text()
    const id = c.req.header('webhook-id') ?? ''
    const isSigned = !id.includes('.') && isSignedWebhook([PARTNER.secret], c.req.raw.headers, body, now())
    if (!isSigned || c.get('fault') === 'refuse_signature') return c.json({ error: 'the signature is wrong' }, 401)
    const message = Message.safeParse(parseJson(body)).data
    if (!message) return c.json({ error: 'this is no message' }, 400)
    const { type: action } = message
    conversions.offer({ key: id, action, attributedTo: 'nothing', knownFor: FOR_GOOD, fields: message })
    return c.body(null, 204)
  })
}
