import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import { Application, statusOf } from '../../shared/domain/application.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { Lead } from '../../shared/domain/lead.ts'
import { send } from '../harness/client.ts'
import { CAMPAIGN, type Carried } from './customer.ts'
import { clientOf, readBus, recount } from './observe.ts'
import type { Server } from './server.ts'

type Found = { leads: Map<string, Lead>; applications: Map<string, Application>; entries: Map<string, number> }

const readTable = async (server: Server): Promise<Found> => {
  const { dynamodb, tableName } = server.hostFile()
  const db = clientOf(dynamodb)
  const found: Found = { leads: new Map(), applications: new Map(), entries: new Map() }
  let start: ScanCommand['input']['ExclusiveStartKey']
  do {
    const page = await db.send(
      new ScanCommand({ TableName: tableName, ExclusiveStartKey: start, ConsistentRead: true }),
    )
    for (const item of (page.Items ?? []).map((one) => unmarshall(one))) {
      if (item.sk === 'LEAD') found.leads.set(item.leadId, Lead.parse(item))
      else if (item.sk === 'APPLICATION') found.applications.set(item.applicationId, Application.parse(item))
      else if (String(item.sk).startsWith('EVENT#') && String(item.pk).startsWith('LEAD#'))
        found.entries.set(`${item.pk} ${item.type}`, (found.entries.get(`${item.pk} ${item.type}`) ?? 0) + 1)
    }
    start = page.LastEvaluatedKey
  } while (start)
  db.destroy()
  return found
}

const kindsIn = ({ told }: Carried) => new Set(told.map(({ kind }) => kind))

/** What one journey must have left: the application, the lead's milestones, one journal entry for each thing that happened. */
const checkOne = (one: Carried, { leads, applications, entries }: Found): string[] => {
  const complaints: string[] = []
  const wrong = (what: string) => complaints.push(`${one.applicationId}: ${what}`)
  const [lead, application] = [leads.get(one.leadId), applications.get(one.applicationId)]
  if (!lead || !application) return [`${one.applicationId}: was answered and is not there`]
  if (lead.customerId !== one.customerId) wrong('the lead is another customer')
  const ids = application.decisions.map(({ decisionId }) => decisionId).sort()
  if (JSON.stringify(ids) !== JSON.stringify(one.told.map(({ decisionId }) => decisionId).sort()))
    wrong(`holds the decisions ${ids}`)
  const status = kindsIn(one).has('declined') ? 'declined' : 'disbursed'
  if (statusOf(application) !== status) wrong(`is ${statusOf(application)}, must be ${status}`)
  const expected: Record<string, number> = {
    'lead.captured': 1,
    'lead.registered': 1,
    'application.started': 1,
    'application.submitted': 1,
  }
  for (const { kind } of one.told) expected[`application.${kind}`] = (expected[`application.${kind}`] ?? 0) + 1
  for (const [type, times] of Object.entries(expected)) {
    const there = entries.get(`LEAD#${one.leadId} ${type}`) ?? 0
    if (there !== times) wrong(`${there} entries of ${type}, must be ${times}`)
  }
  return complaints
}

const sum = (journeys: readonly Carried[], kind: string, amount: 'limitFen' | 'amountFen'): number =>
  journeys.flatMap(({ told }) => told).reduce((total, one) => total + (one.kind === kind ? (one[amount] ?? 0) : 0), 0)

const checkReport = async (server: Server, journeys: readonly Carried[]): Promise<string[]> => {
  const [from, to] = [-2, 2].map((days) =>
    dayOf(new Date(Date.now() + days * 86_400_000).toISOString(), 'Asia/Shanghai'),
  )
  const path = `/v1/reports/funnel?campaign=${CAMPAIGN}&from=${from}&to=${to}`
  const { total } = (await send(server.url, 'GET', path, { key: server.operatorKey() })).json() as FunnelReport
  const withKind = (kind: string) => journeys.filter((one) => kindsIn(one).has(kind)).length
  const expected = {
    registered: journeys.length,
    applied: journeys.length,
    credited: withKind('credited'),
    declined: withKind('declined'),
    disbursed: withKind('disbursed'),
    repaid: withKind('repaid'),
    limitFen: sum(journeys, 'credited', 'limitFen'),
    disbursedFen: sum(journeys, 'disbursed', 'amountFen'),
  }
  const counted: Record<string, number> = { ...total.counts, ...total.amounts }
  return Object.entries(expected).flatMap(([name, value]) =>
    counted[name] === value ? [] : [`the report counts ${counted[name]} ${name}, must be ${value}`],
  )
}

/** Each thing that happened is on the bus, under one event id however often it was delivered. */
const checkBus = (data: string, journeys: readonly Carried[]): string[] => {
  const ids = new Map<string, Set<string>>()
  for (const { leadId, type, id } of readBus(data).published) {
    const known = ids.get(`${leadId} ${type}`) ?? new Set()
    ids.set(`${leadId} ${type}`, known.add(id))
  }
  return journeys.flatMap(({ leadId, told }) =>
    [...new Set(told.map(({ kind }) => `application.${kind}`)), 'lead.registered', 'application.submitted'].flatMap(
      (type) => {
        const times = Math.max(1, told.filter(({ kind }) => `application.${kind}` === type).length)
        const there = ids.get(`${leadId} ${type}`)?.size ?? 0
        return there === times ? [] : [`${leadId}: ${there} events of ${type} on the bus, must be ${times}`]
      },
    ),
  )
}

/** Everything that is wrong after journeys, seen from outside: D1 to D3, O1 to O3, M1 and M2. */
export const checkJourneys = async (server: Server, data: string, journeys: readonly Carried[]): Promise<string[]> => {
  const found = await readTable(server)
  const { drift } = await recount(data)
  return [
    ...journeys.flatMap((one) => checkOne(one, found)),
    ...(await checkReport(server, journeys)),
    ...checkBus(data, journeys),
    ...(drift === 0 ? [] : [`the recount finds a drift of ${drift}`]),
  ]
}
