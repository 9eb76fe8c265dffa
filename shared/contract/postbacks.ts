import * as z from 'zod'
import { PartnerId } from '../domain/partner.ts'
import { Postback, PostbackVerdict } from '../domain/postback.ts'
import { type EndpointSpec, endpoint } from './endpoint.ts'

const PostbackReceipt = z.object({ verdict: PostbackVerdict }).meta({ id: 'PostbackReceipt' })

const POSTBACK = {
  path: '/v1/in/partners/{partnerId}/conversions',
  tag: 'inbound',
  caller: { kind: 'public' },
  params: z.object({ partnerId: PartnerId }),
  success: { 200: PostbackReceipt },
  responseHeaders: { 'Idempotent-Replayed': '`true` when this is the first answer again' },
  problems: ['signature_invalid', 'idempotency_key_reused'],
} as const satisfies Partial<EndpointSpec>

const SAID =
  'A milestone that a partner reports stands in the journal of the lead as `partner.reported`; it does not move our own funnel. The lead is named by our id, or by a click id that its landing page had in its address.'

export const reportByQuery = endpoint({
  ...POSTBACK,
  operationId: 'reportByQuery',
  method: 'get',
  summary: 'A partner reports a milestone by a signed query',
  description: `${SAID} The signature is the hex HMAC-SHA-256, by the partner's secret, of the method, the path and the sorted pairs of the query as they are sent without \`sign\`, with line feeds between. The same lead and event sent again are answered as at first.`,
  query: Postback.safeExtend({
    ts: z.string().max(20).meta({ description: 'Unix seconds, at most 5 minutes off' }),
    sign: z.string().max(128).optional().meta({ description: 'The signature, unless it is in `X-Sign`' }),
  }),
  requestHeaders: { 'X-Sign': 'The signature, unless it is in the query as `sign`' },
})

export const reportByWebhook = endpoint({
  ...POSTBACK,
  operationId: 'reportByWebhook',
  method: 'post',
  summary: 'A partner reports a milestone by a signed webhook',
  description: `${SAID} Signed as Standard Webhooks 1.0.0 has it. The same \`webhook-id\` sent again is answered as at first.`,
  body: { schema: Postback, example: { leadId: 'ld_aaaaaaaaaaaaaaaaaaaa', event: 'registered' } },
  requestHeaders: {
    'webhook-id': 'The same for each attempt to tell the same',
    'webhook-timestamp': 'Unix seconds, at most 5 minutes off',
    'webhook-signature': '`v1,` and the Base64 HMAC-SHA-256 of id, timestamp and body',
  },
})
