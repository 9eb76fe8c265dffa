import type { Context } from 'hono'
import type * as z from 'zod'
import type { getStatement, PartnerStatement, StatementQuery } from '../../shared/contract/partners.ts'
import { type StatementLead, statementOf } from '../../shared/domain/partnerStatement.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import type { PartnersDeps } from './deps.ts'
import { seenPartner } from './ownPartner.ts'
import { statementCsv } from './statementCsv.ts'

type Query = z.output<typeof StatementQuery>

/** So many leads of those after the first ones, and where to go on when there are more: a month only grows at its end. */
const pageOf = (leads: readonly StatementLead[], cursor: string | undefined, limit: number) => {
  const from = Number(placeOf(cursor)) || 0
  const to = from + limit
  return { page: leads.slice(from, to), next: to < leads.length ? cursorOf(String(to)) : undefined }
}

/** What a partner is owed for a month, with a page of its leads. */
export const statementFor = async (
  { statements }: PartnersDeps,
  partnerId: string,
  { month, limit, cursor }: Pick<Query, 'month' | 'limit' | 'cursor'>,
): Promise<PartnerStatement> => {
  const { leads, rows, totals } = statementOf(month, await statements.brought(partnerId, month))
  const { page, next } = pageOf(leads, cursor, limit)
  return { partnerId, month, totals, rows, leads: page, ...(next !== undefined && { cursor: next }) }
}

const nextOf = (path: string, query: Query, cursor: string): string => {
  const { month, by, format, excel, limit } = query
  return `<${path}?${new URLSearchParams({ month, by, format, excel, limit: String(limit), cursor })}>; rel="next"`
}

export const handleGetStatement =
  (deps: PartnersDeps) =>
  async (
    { params, query, principal }: Input<{ partnerId: string }, Query, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getStatement)['success']>> => {
    const { partnerId } = await seenPartner(deps, principal, params.partnerId)
    const body = await statementFor(deps, partnerId, query)
    note({ partnerId, records: body.leads.length })
    if (body.cursor !== undefined) c.header('link', nextOf(c.req.path, query, body.cursor))
    if (query.format === 'json') return { status: 200, body }
    c.header('content-type', 'text/csv; charset=utf-8')
    c.header('content-disposition', `attachment; filename="statement-${partnerId}-${query.month}.csv"`)
    return c.body(statementCsv(body, query.by, query.excel === '1'))
  }
