import * as z from 'zod'
import { type EndpointSpec, endpoint } from './endpoint.ts'

/** The largest message that is read: platforms send some hundred bytes. */
export const MAX_CALLBACK_BYTES = 16_384

const WechatParams = z.object({ appId: z.string().min(1).max(64) })
const WecomParams = z.object({ corpId: z.string().min(1).max(64) })

const CHECKS = {
  tag: 'inbound',
  method: 'get',
  caller: { kind: 'public' },
  success: {},
  otherSuccess: { 200: { description: 'The address is checked: what was sent comes back', mediaType: 'text/plain' } },
  problems: ['account_not_found', 'signature_invalid', 'malformed_body'],
} as const satisfies Partial<EndpointSpec>

const HEARS = {
  tag: 'inbound',
  method: 'post',
  caller: { kind: 'public' },
  rawBody: {
    description: 'XML or JSON, in the clear or encrypted, as the account is set up',
    mediaTypes: ['text/xml', 'application/json'],
  },
  success: {},
  otherSuccess: { 200: { description: 'It was taken; delivered again it changes nothing', mediaType: 'text/plain' } },
  problems: ['account_not_found', 'signature_invalid', 'malformed_body', 'body_too_large'],
} as const satisfies Partial<EndpointSpec>

export const checkWechat = endpoint({
  ...CHECKS,
  operationId: 'checkWechat',
  path: '/v1/in/wechat/{appId}',
  summary: 'WeChat checks the address',
  params: WechatParams,
})

export const hearWechatEvent = endpoint({
  ...HEARS,
  operationId: 'hearWechatEvent',
  path: '/v1/in/wechat/{appId}',
  summary: 'WeChat tells what happened at an official account or a mini program',
  description:
    'Follows, scans, leaves and answers to reminders change leads; whatever else is told is kept for 30 days. Where the connection has an AES key, every message must be encrypted.',
  params: WechatParams,
})

export const checkWecom = endpoint({
  ...CHECKS,
  operationId: 'checkWecom',
  path: '/v1/in/wecom/{corpId}',
  summary: 'WeCom checks the address',
  params: WecomParams,
})

export const hearWecomEvent = endpoint({
  ...HEARS,
  operationId: 'hearWecomEvent',
  path: '/v1/in/wecom/{corpId}',
  summary: 'WeCom tells what happened between customers and staff',
  description: 'Added and deleted contacts change leads; whatever else is told is kept for 30 days.',
  params: WecomParams,
})
