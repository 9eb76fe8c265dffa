import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { postbackSignature } from '../../../../../shared/platforms/partners/postback.ts'
import { webhookHeaders } from '../../../../../shared/platforms/standardWebhooks.ts'
import type { Bounded } from '../../bounded.ts'
import { act } from '../../control.ts'
import { Repeats } from '../../deliveries/how.ts'
import { optional } from '../../formValue.ts'
import type { SimulatorApp, World } from '../../world.ts'
import type { Told } from '../adPlatform.ts'
import { apiOf, tell } from '../telling.ts'

/** What a partner is to tell, signed with the secret that it was given; fields are sent as they are, wrong ones too. */
const PostbackInput = Repeats.pick({ times: true }).extend({
  partnerId: z.string().min(1).max(64),
  secret: z.string().min(1).max(256),
  method: z.enum(['GET', 'POST']).default('GET'),
  event: z.string().min(1).max(64),
  clickId: optional(z.string()),
  leadId: optional(z.string()),
  at: optional(z.string()),
  amountFen: optional(z.coerce.number().int()),
})
type PostbackInput = z.infer<typeof PostbackInput>

const fieldsOf = ({ event, clickId, leadId, at, amountFen }: PostbackInput) => ({
  event,
  ...(clickId !== undefined && { clickId }),
  ...(leadId !== undefined && { leadId }),
  ...(at !== undefined && { at }),
  ...(amountFen !== undefined && { amountFen }),
})

const secondsOf = (at: Date): string => String(Math.floor(at.getTime() / 1000))

/** Told by a GET whose query is signed, anew with each attempt. */
const byQuery = (input: PostbackInput, url: string) => (at: Date) => {
  const told = Object.entries({ ...fieldsOf(input), ts: secondsOf(at) }).map(([name, value]) => [name, String(value)])
  const query: Record<string, string> = Object.fromEntries(told)
  const signed = { method: 'GET', path: new URL(url).pathname, query: new URLSearchParams(query).toString() }
  return { url, query: { ...query, sign: postbackSignature(input.secret, signed) } }
}

/** Told by a message of Standard Webhooks; each attempt has its own time, all have one id. */
const byMessage = (input: PostbackInput, url: string) => {
  const [id, body] = [`msg_${randomUUID().replaceAll('-', '')}`, JSON.stringify(fieldsOf(input))]
  return (at: Date) => {
    const signed = webhookHeaders([input.secret], { id, timestamp: secondsOf(at), body })
    return {
      url,
      query: {},
      init: { method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body },
    }
  }
}

/** Partners report what became of leads. What is refused with 4xx does not come again. */
export const postbackRoute = (app: SimulatorApp, world: World, told: Bounded<Told>): void => {
  const postBack = async (input: PostbackInput): Promise<Told> => {
    const { partnerId, method, event, times } = input
    const url = `${apiOf(world)}/v1/in/partners/${encodeURIComponent(partnerId)}/conversions`
    const at = world.now().toISOString()
    const requestAt = method === 'GET' ? byQuery(input, url) : byMessage(input, url)
    const attempts = await tell(world, { times, isTaken: (status) => status < 500 }, requestAt)
    return told.add({ what: `${partnerId} 回传 ${event}`, at, attempts })
  }
  app.post('/_sim/ads/postback', act(PostbackInput, postBack))
}
