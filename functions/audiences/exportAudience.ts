import type { Context } from 'hono'
import type { AudienceExport, AudienceQuery, AudienceRequest, exportAudience } from '../../shared/contract/audiences.ts'
import type { AudienceKind } from '../../shared/domain/audience.ts'
import { digestFor, idFile } from '../../shared/platforms/audiences/phoneIds.ts'
import { type HttpEnv, requestIdOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf } from '../../shared/runtime/principal.ts'
import type { AudiencesDeps } from './deps.ts'
import { type Gathered, gather } from './gather.ts'
import { type HandedOver, handOver } from './handOver.ts'
import { type Order, orderOf } from './order.ts'
import { type Asking, type Pack, take } from './take.ts'

/** What operators see of a pack, whether it left or was counted only. */
const viewOf = (order: Order, { leftOut, next }: Gathered, count: number): AudienceExport => {
  const { kind, campaignId, platform, from, to } = order
  const digest = digestFor(platform)
  return { kind, campaignId, platform, from, to, digest, count, leftOut, ...(next !== undefined && { cursor: next }) }
}

const countOf = (handed: HandedOver): number => ('ids' in handed ? handed.ids.length : (handed.uploaded?.count ?? 0))

/** What a pack would be, and nothing leaves. */
export const previewOf = async (deps: AudiencesDeps, order: Order): Promise<AudienceExport> => {
  const gathered = await gather(deps, order)
  return viewOf(order, gathered, gathered.members.length)
}

type Exported = { body: AudienceExport; replayed: boolean }

/** Takes a pack and lets it leave. */
export const exported = async (deps: AudiencesDeps, order: Order, asking: Asking): Promise<Exported> => {
  const pack: Pack = await take(deps, order, asking)
  const handed = await handOver(deps, order, pack, asking.operatorId)
  const { exportId, from, to } = pack
  const view = { exportId, ...viewOf({ ...order, from, to }, pack, countOf(handed)) }
  note({ campaignId: order.campaignId, records: view.count, outcome: `${order.delivery}_${order.kind}` })
  if ('ids' in handed) return { body: { ...view, ids: handed.ids }, replayed: pack.replayed }
  const { audienceId = '', fileId = '' } = handed.uploaded ?? {}
  const body = handed.uploaded ? { ...view, uploaded: { audienceId, fileId } } : view
  const isFirstUpload = handed.uploaded !== undefined && pack.kept?.uploaded === undefined
  return { body, replayed: pack.replayed && !isFirstUpload }
}

/** Counts of leads that were left out, as a header says them: those that are not 0. */
const leftOutHeader = ({ leftOut }: AudienceExport): string =>
  Object.entries(leftOut)
    .flatMap(([reason, count]) => (count > 0 ? [`${reason}=${count}`] : []))
    .join(', ')

/** The ids of a pack as a file. */
export const audienceFile = (c: Context<HttpEnv>, body: AudienceExport, next: string | undefined): Response => {
  const { campaignId, kind, platform, from, to, ids = [] } = body
  c.header('content-type', 'text/csv; charset=utf-8')
  c.header('content-disposition', `attachment; filename="${campaignId}-${kind}-${platform}-${from}-${to}.csv"`)
  c.header('audience-count', String(body.count))
  c.header('audience-left-out', leftOutHeader(body))
  if (next !== undefined) c.header('link', `<${next}>; rel="next"`)
  return c.body(idFile(platform, ids))
}

type Request = Input<{ kind: AudienceKind }, AudienceQuery, AudienceRequest>

export const handleExportAudience =
  (deps: AudiencesDeps) =>
  async (
    { params: { kind }, query, body, principal, idempotencyKey }: Request,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof exportAudience)['success']>> => {
    const order = await orderOf(deps, { kind, body, query })
    if (body.dryRun) return { status: 200, body: await previewOf(deps, order) }
    const { body: view, replayed } = await exported(deps, order, {
      operatorId: operatorIdOf(principal),
      key: idempotencyKey,
      requestId: requestIdOf(c),
      words: JSON.stringify([kind, body, query]),
    })
    if (replayed) c.header('idempotent-replayed', 'true')
    if (query.format === 'json') return { status: 200, body: view }
    const { cursor, ...shown } = { cursor: '', ...view }
    const next = new URLSearchParams({ format: 'csv', limit: String(query.limit), cursor })
    return audienceFile(c, shown, cursor === '' ? undefined : `${c.req.path}?${next}`)
  }
