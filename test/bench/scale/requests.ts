import { createHash, randomBytes } from 'node:crypto'
import { SCOPES } from '../../../shared/contract/scope.ts'
import type { Day } from '../../../shared/domain/day.ts'
import { newApiKey } from '../../../shared/security/apiKey.ts'
import { apiKeyStore } from '../../../shared/store/apiKeyStore.ts'
import { sessionStore } from '../../../shared/store/sessionStore.ts'
import type { Table } from '../../../shared/store/table.ts'
import { recordedEvent } from '../../harness/recordedEvents.ts'
import { CAMPAIGN } from '../../recorder/requests.ts'

/** What an operator is known by: the key for the API, the session for the console. */
export type Operator = { key: string; session: string }

/** Makes an operator with every scope, who is signed in. */
export const makeOperator = async (table: Table): Promise<Operator> => {
  const { keyId, key, hash } = newApiKey()
  const createdAt = new Date().toISOString()
  await apiKeyStore(table).create({ keyId, hash, name: 'bench', scopes: [...SCOPES], createdAt })
  const session = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + 12 * 3_600_000).toISOString()
  await sessionStore(table).create(createHash('sha256').update(session).digest('hex'), { keyId, expiresAt })
  return { key, session }
}

type Recorded = { headers: Record<string, string>; requestContext: { http: object } }

const getEvent = ({ key, session }: Operator, path: string, query: Record<string, string>): object => {
  const recorded = recordedEvent('operations', 'getFunnelReport', { operatorKey: key }) as Recorded
  const { requestContext } = recorded
  return {
    ...recorded,
    routeKey: `GET ${path}`,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    queryStringParameters: query,
    cookies: [`tuoke=${session}`],
    requestContext: { ...requestContext, routeKey: `GET ${path}`, http: { ...requestContext.http, path } },
  }
}

/** The report of the campaign by ad, over a span of days. */
export const reportEvent = (operator: Operator, from: Day, to: Day): object =>
  getEvent(operator, '/v1/reports/funnel', { campaign: CAMPAIGN, from, to, by: 'ad' })

/** The console's overview of the campaign as it opens: the last 30 days. */
export const overviewEvent = (operator: Operator): object => getEvent(operator, '/console', { campaign: CAMPAIGN })
