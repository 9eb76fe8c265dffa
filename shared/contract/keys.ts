import * as z from 'zod'
import { endpoint } from './endpoint.ts'
import { isForPartners, Scope } from './scope.ts'

export const KeyId = z
  .string()
  .regex(/^[a-z2-7]{12}$/)
  .meta({ id: 'KeyId' })

const Wanted = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(Scope).min(1),
  expiresAt: z.iso.datetime().optional(),
  partnerId: z
    .string()
    .regex(/^pt_[a-z0-9_]{1,27}$/)
    .optional()
    .meta({ description: 'For somebody of this partner, who sees nothing else. Takes scopes of partners only' }),
})

export const KeyRequest = Wanted.superRefine(({ scopes, partnerId }, context) => {
  const others = partnerId === undefined ? [] : scopes.filter((scope) => !isForPartners(scope))
  if (others.length === 0) return
  const message = `must be of partners only beside a partnerId, not ${others.join(', ')}`
  context.addIssue({ code: 'custom', path: ['scopes'], message, params: { code: 'not_an_option' } })
}).meta({ id: 'KeyRequest' })

export const NewKey = Wanted.extend({
  keyId: KeyId,
  key: z.string().meta({ description: 'Shown this once; only a hash is kept' }),
  createdAt: z.iso.datetime(),
}).meta({ id: 'NewKey' })

export const createKey = endpoint({
  operationId: 'createKey',
  method: 'post',
  path: '/v1/keys',
  tag: 'keys',
  summary: 'Make an API key',
  caller: { kind: 'operator', scope: 'keys:write' },
  idempotent: true,
  body: { schema: KeyRequest, example: { name: 'Reporting', scopes: ['reports:read'] } },
  success: { 201: NewKey },
  responseHeaders: { 'Idempotent-Replayed': '`true` when this is the first answer again' },
  problems: ['scope_not_grantable'],
})

export const deleteKey = endpoint({
  operationId: 'deleteKey',
  method: 'delete',
  path: '/v1/keys/{keyId}',
  tag: 'keys',
  summary: 'Revoke an API key at once',
  caller: { kind: 'operator', scope: 'keys:write' },
  params: z.object({ keyId: KeyId }),
  success: {},
  otherSuccess: { 204: { description: 'Revoked' } },
  problems: ['key_not_found'],
})
