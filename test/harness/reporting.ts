import type { SQSRecord } from 'aws-lambda'
import { consume } from '../../functions/conversions/consume.ts'
import { workOnDue } from '../../functions/dueConversions/due.ts'
import { plan } from '../../functions/planner/plan.ts'
import { startAwsEndpoint } from '../../infra/local/awsEndpoint.ts'
import { startEngine } from '../../infra/local/engine/engine.ts'
import { findEngine } from '../../infra/local/engine/engineBinary.ts'
import { openHostDb } from '../../infra/local/hostDb.ts'
import { receiptOf } from '../../infra/local/queues/messages.ts'
import { queueOperations } from '../../infra/local/queues/queueOperations.ts'
import { openQueues } from '../../infra/local/queues/queues.ts'
import { topology } from '../../infra/topology.ts'
import type { ConnectionKind } from '../../shared/contract/connections.ts'
import { conversionQueues } from '../../shared/conversions/queues.ts'
import { CampaignSettings } from '../../shared/domain/campaign.ts'
import type { Conversion } from '../../shared/domain/conversionRow.ts'
import { DestinationPlatform } from '../../shared/domain/destination.ts'
import type { Lead, PersonalData } from '../../shared/domain/lead.ts'
import { callOut } from '../../shared/outbound/callOut.ts'
import { sqsClient } from '../../shared/runtime/aws/clients.ts'
import { seal } from '../../shared/security/sealing.ts'
import { applicationStore } from '../../shared/store/applicationStore.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { clickStore } from '../../shared/store/clickStore.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { conversionStore } from '../../shared/store/conversionStore.ts'
import { leadKey } from '../../shared/store/keys.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import { sampleLead } from '../store/sampleLead.ts'
import { startFaultyEngine } from './faultyEngine.ts'
import { allItems } from './items.ts'
import { atEnd, environmentOf, temporaryFolder } from './place.ts'
import { testRing } from './ring.ts'
import { campaignSettings } from './samples.ts'
import { startScriptedPlatform } from './scriptedPlatform.ts'
import { tableOn } from './tables.ts'

/** How long a test waits for a platform that does not answer. */
const PLATFORM_MS = 1000

/** The moment at which every test begins: soon after the sample leads left their contact. */
export const START = '2026-11-20T09:00:00.000Z'

export type DestinationInput = NonNullable<Parameters<typeof campaignSettings>[0]>['destinations'] extends
  | (infer One)[]
  | undefined
  ? One
  : never

/** A destination on Tencent Ads, told of contacts and of granted credit. */
export const tencent = (changes: Partial<DestinationInput> = {}): DestinationInput => ({
  id: 'tencent',
  platform: 'tencent_ads',
  connection: 'main',
  conversions: { captured: { action: 'RESERVATION' }, credited: { action: 'CREDIT' } },
  ...changes,
})

/** Everybody who may be told of a conversion, by name. */
const RECIPIENTS = [...DestinationPlatform.options]

/** What a lead agreed to who may be reported to everybody. */
export const AGREED: Lead['consent'] = {
  version: '2026-11',
  textHash: 'h'.repeat(43),
  purposes: ['contact', 'ad_measurement', 'cross_border'],
  recipients: { ad_measurement: RECIPIENTS, cross_border: RECIPIENTS },
  at: '2026-11-20T08:00:00.000Z',
}

const startQueues = async () => {
  const db = openHostDb(temporaryFolder())
  atEnd(() => db.close())
  const queues = openQueues(db, topology)
  const endpoint = await startAwsEndpoint(queueOperations(queues))
  atEnd(endpoint.close)
  const sqs = sqsClient({ environment: environmentOf(endpoint.url) })
  const nameOf = (platform: string) => `conversions_${platform}`
  const take = (platform: string): SQSRecord[] =>
    queues.receive(nameOf(platform), 50).map((message) => {
      queues.remove(nameOf(platform), receiptOf(message))
      return { messageId: message.id, body: message.body } as SQSRecord
    })
  const latest = db.prepare('SELECT visible_at FROM message WHERE queue = ? ORDER BY rowid DESC LIMIT 1')
  const delayOf = (platform: string): number => (Number(latest.get(nameOf(platform))?.visible_at) - Date.now()) / 1000
  return {
    delayOf,
    own: conversionQueues(sqs, (platform) => `${endpoint.url}/000000000000/${nameOf(platform)}`),
    take,
    queues,
  }
}

/** The ledger at work on a table of its own: what plans, what sends and what looks after it, at a time of the test's choice. */
export const startReporting = async () => {
  let clock = Date.parse(START)
  const now = () => new Date(clock)
  const engine = await startEngine(findEngine(), {})
  const faults = await startFaultyEngine(engine.url)
  atEnd(engine.stop)
  atEnd(faults.close)
  const table = await tableOn(faults.url, 'tuoke')
  const [ring, platform, { own: queues, take, delayOf }] = await Promise.all([
    testRing(),
    startScriptedPlatform(),
    startQueues(),
  ])
  const hosts = new Set([platform.host])
  const leads = leadStore(table)
  const conversions = conversionStore(table)
  const connections = connectionStore(table)
  const deps = {
    findCampaign: campaignStore(table).find,
    leads,
    clicks: clickStore(table),
    applications: applicationStore(table),
    conversions,
    connections,
    tokens: providerTokenStore(table),
    queues,
    ring: async () => ring,
    call: (request: Parameters<typeof callOut>[0]) => callOut(request, { hosts, timeoutMs: PLATFORM_MS }),
    now,
  }

  const rows = async (): Promise<Conversion[]> => {
    const ids = (await allItems(engine.url)).flatMap(({ pk, sk }) =>
      sk?.S === 'CONVERSION' ? [pk?.S?.slice(11) ?? ''] : [],
    )
    return (await Promise.all(ids.map(conversions.find))).flatMap((row) => row ?? [])
  }

  const work = consume(deps)
  /** Sends everything for which there is a message; the messages that come again. */
  const drain = async (platforms: readonly string[] = DestinationPlatform.options): Promise<SQSRecord[]> => {
    const again: SQSRecord[] = []
    for (const one of platforms)
      for (let messages = take(one); messages.length > 0; messages = take(one)) again.push(...(await work(messages)))
    return again
  }

  let made = 0
  return {
    table,
    engine: engine.url,
    faults,
    deps,
    ring,
    platform,
    /** Credentials as a connection keeps them. */
    sealed: (subject: string, credentials: object) => seal(ring, subject, credentials),
    now,
    rows,
    drain,
    work,
    take,
    /** In how many seconds the message that was sent last will come. */
    delayOf,
    forward: (seconds: number): void => {
      clock += seconds * 1000
    },

    campaign: async (
      destinations: DestinationInput[],
      changes: Parameters<typeof campaignSettings>[0] = {},
    ): Promise<string> => {
      const campaignId = `reporting-${++made}`
      const settings = CampaignSettings.parse(campaignSettings({ destinations, ...changes }))
      const at = now().toISOString()
      await campaignStore(table).create({ campaignId, version: 1, createdAt: at, updatedAt: at, settings })
      return campaignId
    },

    /** Sets the destinations of a campaign anew. */
    change: async (campaignId: string, destinations: DestinationInput[]): Promise<void> => {
      const campaign = await campaignStore(table).find(campaignId)
      if (!campaign) throw new Error('there is no such campaign')
      const settings = CampaignSettings.parse(campaignSettings({ destinations }))
      await campaignStore(table).replace({ ...campaign, version: campaign.version + 1, settings })
    },

    connect: async (kind: ConnectionKind, credentials: object, connectionId = 'main'): Promise<void> => {
      const view = { kind, connectionId, settings: {}, secrets: [], updatedAt: now().toISOString() }
      const all = { ...credentials, baseUrl: platform.url }
      await connections.put(view, seal(ring, `${kind}/${connectionId}`, all))
    },

    /** A lead of an hour ago that came from a click of Tencent's, unless changed. */
    lead: async (campaignId: string, changes: Partial<Lead> = {}, person: PersonalData = {}): Promise<Lead> => {
      const n = 50_000 + ++made
      const { leadId } = sampleLead(n)
      const touch = { url: 'https://loan.bank.example/spring', clickIds: { gdt_vid: `click-${n}` } }
      const receivedAt = new Date(clock - 3_600_000).toISOString()
      const milestones = { visited: receivedAt, captured: receivedAt }
      const own = { campaignId, consent: AGREED, touch, receivedAt, milestones, ...seal(ring, leadId, person) }
      const lead = sampleLead(n, { ...own, ...changes })
      await leads.save({ step: 'create', lead }, {})
      return lead
    },

    /** Writes a lead as it is now. */
    keep: (lead: Lead): Promise<unknown> => table.write({ put: { ...leadKey(lead.leadId), ...lead } }),

    /** Hands an event about a lead to the planner. */
    tell: (
      lead: Pick<Lead, 'leadId' | 'campaignId' | 'mode'>,
      type = 'lead.captured',
      more: object = {},
    ): Promise<void> => {
      const { leadId, campaignId, mode } = lead
      return plan(deps)({ detail: { type, campaignId, leadId, data: { mode }, ...more } } as Parameters<
        ReturnType<typeof plan>
      >[0])
    },

    /** A minute's look after what waits. */
    lookAfter: (): Promise<void> => workOnDue(deps),
  }
}

export type Reporting = Awaited<ReturnType<typeof startReporting>>
