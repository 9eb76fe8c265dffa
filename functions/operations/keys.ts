import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type * as z from 'zod'
import type { createKey, KeyRequest, NewKey } from '../../shared/contract/keys.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf, type Principal } from '../../shared/runtime/principal.ts'
import { derivedApiKey, newApiKey } from '../../shared/security/apiKey.ts'
import type { OperationsDeps } from './deps.ts'

type Wanted = z.output<typeof KeyRequest>

const assertGrantable = (principal: Principal, { scopes }: Wanted): void => {
  const lacking = principal.kind === 'operator' ? scopes.filter((scope) => !principal.scopes.includes(scope)) : scopes
  if (lacking.length > 0)
    throw new Problem('scope_not_grantable', `Use an API key that has ${lacking.join(', ')} itself.`)
}

type Made = { key: z.infer<typeof NewKey>; isReplay: boolean }

/** Makes an API key with scopes that its maker has; asked again with the same idempotency key, it is the same. */
export const makeKey = async (
  { keys, ring, now }: OperationsDeps,
  { wanted, principal, idempotencyKey }: { wanted: Wanted; principal: Principal; idempotencyKey: string | undefined },
): Promise<Made> => {
  assertGrantable(principal, wanted)
  const made =
    idempotencyKey === undefined ? newApiKey() : derivedApiKey(await ring(), operatorIdOf(principal), idempotencyKey)
  const fingerprint = createHash('sha256').update(JSON.stringify(wanted)).digest('base64url')
  const { keyId, hash } = made
  const at = now().toISOString()
  const before = await keys.create({ ...wanted, keyId, hash, fingerprint, createdAt: at })
  if (before && before.fingerprint !== fingerprint)
    throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new API key.')
  note({ keyId })
  return {
    key: { ...wanted, keyId, key: made.key, createdAt: before?.createdAt ?? at },
    isReplay: before !== undefined,
  }
}

export const handleCreateKey =
  (deps: OperationsDeps) =>
  async (
    { body, principal, idempotencyKey }: Input<undefined, undefined, Wanted>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof createKey)['success']>> => {
    const { key, isReplay } = await makeKey(deps, { wanted: body, principal, idempotencyKey })
    if (isReplay) c.header('idempotent-replayed', 'true')
    return { status: 201, body: key }
  }

export const handleDeleteKey =
  ({ keys }: OperationsDeps) =>
  async ({ params }: Input<{ keyId: string }, undefined, undefined>, c: Context<HttpEnv>): Promise<Response> => {
    if (!(await keys.remove(params.keyId))) throw new Problem('key_not_found', 'It may have been revoked before.')
    note({ keyId: params.keyId })
    return c.body(null, 204)
  }
