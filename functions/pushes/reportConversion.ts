import type { Context } from 'hono'
import type { reportByQuery, reportByWebhook } from '../../shared/contract/postbacks.ts'
import { Problem } from '../../shared/contract/problem.ts'
import type { Postback } from '../../shared/domain/postback.ts'
import { isSignedPostback } from '../../shared/platforms/partners/postback.ts'
import { isSignedWebhook } from '../../shared/platforms/standardWebhooks.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { PushesDeps } from './deps.ts'
import { type Report, takeReport } from './reports.ts'

type Params = { partnerId: string }
type Reply = Answer<(typeof reportByQuery)['success'] & (typeof reportByWebhook)['success']>

/** An unknown partner has no secret, and learns no more than that. */
const requireSigned = (isSigned: boolean): void => {
  if (isSigned) return
  throw new Problem('signature_invalid', "Sign with the partner's secret, and with a clock that is right.")
}

const answered = async (deps: PushesDeps, report: Report, c: Context<HttpEnv>): Promise<Reply> => {
  const { verdict, replayed } = await takeReport(deps, report)
  note({ outcome: replayed ? 'replayed' : verdict })
  if (replayed) c.header('idempotent-replayed', 'true')
  return { status: 200, body: { verdict } }
}

/** A query has no id of its own: it is what it reports about whom. */
export const handleReportByQuery =
  (deps: PushesDeps) =>
  async (
    { params, query }: Input<Params, Postback & { ts: string }, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Reply> => {
    const { partnerId } = params
    const { rawPath: path, rawQueryString } = c.env.event
    const now = deps.now()
    const request = { method: 'GET', path, query: rawQueryString, sent: c.req.header('x-sign') ?? null, now }
    requireSigned(isSignedPostback(await deps.findSecrets(partnerId), request))
    const { leadId, clickId, event, at, amountFen } = query
    const said = { leadId, clickId, event, at, amountFen }
    return answered(deps, { partnerId, id: JSON.stringify(['query', leadId, clickId, event]), said, now }, c)
  }

export const handleReportByWebhook =
  (deps: PushesDeps) =>
  async ({ params, body: said }: Input<Params, undefined, Postback>, c: Context<HttpEnv>): Promise<Reply> => {
    const { partnerId } = params
    const { body = '', isBase64Encoded } = c.env.event
    const sent = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
    const now = deps.now()
    const { headers } = c.req.raw
    requireSigned(isSignedWebhook(await deps.findSecrets(partnerId), headers, sent, now))
    const id = JSON.stringify(['webhook', headers.get('webhook-id')])
    return answered(deps, { partnerId, id, said, now }, c)
  }
