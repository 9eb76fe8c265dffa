import * as z from 'zod'
import {
  CONNECTION_KINDS,
  type ConnectionKind,
  type Credentials,
  type putConnection,
  showable,
} from '../../shared/contract/connections.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { seal } from '../../shared/security/sealing.ts'
import type { OperationsDeps } from './deps.ts'

type Params = { kind: ConnectionKind; connectionId: string }

/** The fields of one kind, its base URL on the outbound allow-list. */
export const connectionSchema = ({ kind }: Params, outboundHosts: readonly string[]): z.ZodType<Credentials> =>
  CONNECTION_KINDS[kind].safeExtend({
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .max(512)
      .refine((url) => outboundHosts.includes(new URL(url).host), {
        message: 'must be on the outbound allow-list (setting OUTBOUND_HOSTS)',
        params: { code: 'host_not_allowed' },
      })
      .optional(),
  })

export const handlePutConnection =
  ({ connections, ring, now }: OperationsDeps) =>
  async ({
    params: { kind, connectionId },
    body,
  }: Input<Params, undefined, Credentials>): Promise<Answer<(typeof putConnection)['success']>> => {
    const view = { kind, connectionId, baseUrl: body.baseUrl, ...showable(body), updatedAt: now().toISOString() }
    const created = await connections.put(view, seal(await ring(), `${kind}/${connectionId}`, body))
    return { status: created ? 201 : 200, body: view }
  }
