import type { Screen } from '../../../shared/console/screen.ts'
import { StatementQuery } from '../../../shared/contract/partners.ts'
import { check, validationProblem } from '../../../shared/runtime/validation.ts'
import { seenPartner } from '../ownPartner.ts'
import { statementFor } from '../statement.ts'
import { statementCsv } from '../statementCsv.ts'
import type { PartnerConsoleDeps } from './deps.ts'

/** What a partner is owed for a month, as a file for Excel. */
export const statementFile: Screen<PartnerConsoleDeps> = {
  path: '/console/partners/:partnerId/statement',
  scope: 'partners:read',
  place: '/console/partners',
  show: async (deps, { c, operator, param, query }) => {
    const checked = await check(StatementQuery, { month: query('month') }, '/query')
    if ('errors' in checked) throw validationProblem(checked.errors)
    const { partnerId } = await seenPartner(deps, operator, param('partnerId'))
    const statement = await statementFor(deps, partnerId, { ...checked.value, limit: Number.POSITIVE_INFINITY })
    return c.body(statementCsv(statement, 'lead', true), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="statement-${partnerId}-${statement.month}.csv"`,
    })
  },
}
