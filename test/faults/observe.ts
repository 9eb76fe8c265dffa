import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { JournalEntry } from '../../shared/domain/journal.ts'
import { Lead } from '../../shared/domain/lead.ts'
import { send } from '../harness/client.ts'
import type { Counts, Published, Report, StoredEntry, StoredLead, World } from './facts.ts'
import type { Server } from './server.ts'

type Campaigns = World['campaigns']
type Token = { leadId: string; leadToken: string }

type TableContent = Pick<World, 'leads' | 'entries' | 'quarantined'>

const leadOf = (item: unknown): StoredLead => {
  const { leadId, campaignId, verdict, event } = Lead.parse(item)
  return { leadId, campaignId, status: verdict.status, eventId: event.id }
}

const entryOf = (item: Record<string, unknown>): StoredEntry => {
  const { eventId, type, campaignId, at, counts } = JournalEntry.parse(item)
  return { pk: String(item.pk), eventId, type, campaignId, at, counts }
}

/** The client of an engine on this machine. */
export const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })

const readTable = async (endpoint: string, tableName: string): Promise<TableContent> => {
  const db = clientOf(endpoint)
  const content = { leads: [] as StoredLead[], entries: [] as StoredEntry[], quarantined: [] as string[] }
  let start: ScanCommand['input']['ExclusiveStartKey']
  do {
    const page = await db.send(
      new ScanCommand({ TableName: tableName, ExclusiveStartKey: start, ConsistentRead: true }),
    )
    for (const item of (page.Items ?? []).map((item) => unmarshall(item))) {
      if (String(item.sk).startsWith('EVENT#')) content.entries.push(entryOf(item))
      else if (item.sk === 'LEAD') content.leads.push(leadOf(item))
      else if (String(item.pk).startsWith('QUARANTINE#'))
        content.quarantined.push(`${item.pk} ${item.sk}: ${item.cause}`)
    }
    start = page.LastEvaluatedKey
  } while (start)
  db.destroy()
  return content
}

const publishedOf = (line: string): Published[] => {
  try {
    const { detail } = JSON.parse(line) as { detail: Omit<Published, 'text'> }
    const { id, type, leadId, campaignId, at } = detail
    return [{ id, type, leadId, campaignId, at, text: JSON.stringify(detail) }]
  } catch {
    return []
  }
}

/** What came to the bus. */
export const readBus = (data: string): Pick<World, 'published' | 'unreadable'> => {
  const lines = readFileSync(join(data, 'events.ndjson'), 'utf8').split('\n').filter(Boolean)
  return {
    published: lines.flatMap(publishedOf),
    unreadable: lines.filter((line) => publishedOf(line).length === 0),
  }
}

const DAY_MS = 86_400_000
/** The day so many days after today. */
export const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Asks the API as an operator; what it fails to answer is written down. */
const reader = (server: Server) => {
  const failures: string[] = []
  return {
    failures,
    async get<Body>(path: string): Promise<Body | undefined> {
      const reply = await send(server.url, 'GET', path, { key: server.operatorKey() })
      if (reply.status === 200) return reply.json() as Body
      failures.push(`GET ${path} is answered ${reply.status} ${reply.text}`)
      return undefined
    },
  }
}

type Reader = ReturnType<typeof reader>

const SPANS = (['live', 'test'] as const).flatMap((mode) =>
  (['cohort', 'event'] as const).map((basis) => ({ mode, basis })),
)

const readReports = async ({ get }: Reader, campaigns: Campaigns): Promise<Report[]> => {
  const spans = campaigns.flatMap(({ campaignId }) => SPANS.map((span) => ({ campaignId, ...span })))
  const reports = spans.map(async ({ campaignId, mode, basis }) => {
    const query = `campaign=${campaignId}&mode=${mode}&basis=${basis}&from=${dayAfter(-2)}&to=${dayAfter(2)}`
    const report = await get<{ total: { counts: Counts } }>(`/v1/reports/funnel?${query}`)
    return report ? [{ campaignId, mode, basis, counts: report.total.counts }] : []
  })
  return (await Promise.all(reports)).flat()
}

const listLeads = async ({ get }: Reader, campaignId: string): Promise<string[]> => {
  const leadIds: string[] = []
  for (const day of [-1, 0, 1].map(dayAfter)) {
    let cursor: string | undefined = ''
    while (cursor !== undefined) {
      const query: string = `campaign=${campaignId}&day=${day}&limit=100${cursor && `&cursor=${cursor}`}`
      const page: { items: Token[]; cursor?: string } | undefined = await get(`/v1/leads?${query}`)
      leadIds.push(...(page?.items ?? []).map(({ leadId }) => leadId))
      cursor = page?.cursor
    }
  }
  return leadIds
}

/** What a recount of the counters finds. */
export const recount = (data: string): Promise<World['drift']> =>
  new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, '../../infra/local/recount.ts')
    const env = { PATH: process.env.PATH, TUOKE_DATA: data }
    execFile(process.execPath, [script, '--json'], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`recount failed: ${stderr || error}`))
      else resolve(JSON.parse(stdout) as World['drift'])
    })
  })

const readViews = (server: Server, tokens: readonly Token[]): Promise<World['views']> =>
  Promise.all(
    tokens.map(async ({ leadId, leadToken }) => {
      const { status, json } = await send(server.url, 'GET', `/v1/leads/${leadId}`, { key: leadToken })
      const { milestones = {} } = json() as { milestones?: object }
      return { leadId, status, milestones: Object.keys(milestones) }
    }),
  )

const readContacts = async ({ get }: Reader, tokens: readonly Token[]): Promise<World['contacts']> => {
  const contacts = tokens.map(async ({ leadId }) => {
    const timeline = await get<{ contact: { phone: string } }>(`/v1/leads/${leadId}/timeline?unmask=true`)
    return timeline ? [{ leadId, phone: timeline.contact.phone }] : []
  })
  return (await Promise.all(contacts)).flat()
}

/** Looks at everything from outside: the table through its engine, the bus in its file, the rest through the API. */
export const observe = async (
  server: Server,
  data: string,
  campaigns: Campaigns,
  tokens: readonly Token[],
): Promise<World> => {
  const { dynamodb, tableName } = server.hostFile()
  const api = reader(server)
  const [table, reports, drift] = await Promise.all([
    readTable(dynamodb, tableName),
    readReports(api, campaigns),
    recount(data),
  ])
  const listed: Record<string, string[]> = {}
  for (const { campaignId } of campaigns) listed[campaignId] = await listLeads(api, campaignId)
  const views = await readViews(server, tokens)
  const contacts = await readContacts(api, tokens)
  return { campaigns, ...table, ...readBus(data), reports, listed, views, contacts, drift, failures: api.failures }
}
