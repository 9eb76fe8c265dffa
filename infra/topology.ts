import {
  createApplication,
  decideApplication,
  getApplication,
  handOffApplication,
  patchApplication,
  reviewIdentity,
  startIdentityCheck,
  submitApplication,
  takeHandOff,
} from '../shared/contract/applications.ts'
import { getAttribution, previewAttribution } from '../shared/contract/attribution.ts'
import { exportAudience } from '../shared/contract/audiences.ts'
import { getCampaign, getCampaignSetup, listCampaigns, putCampaign } from '../shared/contract/campaigns.ts'
import { captureLead, getLead, recordVisit } from '../shared/contract/capture.ts'
import { recordClick } from '../shared/contract/clicks.ts'
import { putConnection } from '../shared/contract/connections.ts'
import { getConversion, listConversions, replayConversion, replayConversions } from '../shared/contract/conversions.ts'
import { DECISION_DETAIL_TYPE } from '../shared/contract/decisionEvent.ts'
import { EVENT_SOURCE } from '../shared/contract/events.ts'
import {
  createFollowInvitation,
  createVisitInvitation,
  recordActivation,
  setReminder,
  startMiniProgramSession,
} from '../shared/contract/following.ts'
import { checkWechat, checkWecom, hearWechatEvent, hearWecomEvent } from '../shared/contract/inbound.ts'
import { createKey, deleteKey } from '../shared/contract/keys.ts'
import { checkLeadForm, pushLeads } from '../shared/contract/leadPushes.ts'
import { getTimeline, listLeads, undoJoin } from '../shared/contract/leads.ts'
import { getHealth } from '../shared/contract/pages.ts'
import { getPartner, getStatement, listPartners, putPartner } from '../shared/contract/partners.ts'
import { reportByQuery, reportByWebhook } from '../shared/contract/postbacks.ts'
import { registerLead, sendPhoneCode } from '../shared/contract/registration.ts'
import { getFunnelReport } from '../shared/contract/reports.ts'
import { putSpend } from '../shared/contract/spend.ts'
import { DestinationPlatform } from '../shared/domain/destination.ts'
import type { Topology } from './topologySpec.ts'

const TABLE = { TABLE_NAME: { host: 'tableName' } } as const
const KEY = { KEY_ID: { host: 'keyId' } } as const
const CLICKS = { CLICK_ORIGIN: { host: 'clickOrigin' } } as const

/** For how many days, at most, a click may be owed a lead. */
const WINDOW = { MOST_CLICK_WINDOW_DAYS: { host: 'mostClickWindowDays' } } as const

const queueOf = (platform: string): string => `conversions_${platform}`

/** One for each platform, so that one that is down keeps no other waiting. */
const CONVERSION_QUEUES = DestinationPlatform.options.map(queueOf)

const QUEUE_URLS = Object.fromEntries(
  DestinationPlatform.options.map((platform) => [`QUEUE_${platform.toUpperCase()}`, { queueUrl: queueOf(platform) }]),
)

/** Images whose latest write caused a change of this type. */
const changes = (...types: { prefix: string }[]) => ({
  eventName: ['INSERT', 'MODIFY'],
  dynamodb: { NewImage: { event: { M: { type: { S: types } } } } },
})

/** The console, a page at a time: API Gateway knows no wildcard that the laptop knows too. */
const CONSOLE_ROUTES = [
  'GET /console',
  'GET /console/sign-in',
  'POST /console/session',
  'POST /console/sign-out',
  'GET /console/{screen}',
  'POST /console/{screen}',
  'GET /console/{screen}/{id}',
  'POST /console/{screen}/{id}',
  'GET /console/{screen}/{id}/{step}',
  'POST /console/{screen}/{id}/{step}',
]

/** Every function, once: what starts it, what it may do, what it is told. */
export const topology: Topology = {
  functions: {
    capture: {
      entry: 'functions/capture/handler.ts',
      trigger: { kind: 'http', endpoints: [getCampaign, recordVisit, recordActivation, captureLead, getLead] },
      memoryMb: 512,
      timeoutSeconds: 10,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'PARTNER', 'LEAD', 'KEY', 'KEYRING'] },
          { actions: ['BatchGetItem'], items: ['VISIT', 'CLICK'] },
          { actions: ['PutItem', 'UpdateItem'], items: ['LEAD'] },
          { actions: ['PutItem'], items: ['VISIT', 'IDEMPOTENCY', 'CHALLENGE'] },
          { actions: ['UpdateItem'], items: ['CAP'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, ...WINDOW, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    clicks: {
      entry: 'functions/clicks/handler.ts',
      trigger: { kind: 'http', endpoints: [recordClick] },
      memoryMb: 256,
      timeoutSeconds: 10,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'KEYRING'] },
          { actions: ['PutItem'], items: ['CLICK'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    pushes: {
      entry: 'functions/pushes/handler.ts',
      trigger: { kind: 'http', endpoints: [checkLeadForm, pushLeads, reportByQuery, reportByWebhook] },
      memoryMb: 512,
      timeoutSeconds: 10,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: ['CAMPAIGN', 'CONNECTION', 'LEAD', 'IDEMPOTENCY', 'BROUGHT', 'PARTNER', 'KEYRING'],
          },
          { actions: ['PutItem'], items: ['LEAD', 'IDEMPOTENCY'] },
          { actions: ['UpdateItem'], items: ['LEAD', 'CAP'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, ...WINDOW, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    onboarding: {
      entry: 'functions/onboarding/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [
          createFollowInvitation,
          createVisitInvitation,
          setReminder,
          startMiniProgramSession,
          sendPhoneCode,
          registerLead,
          createApplication,
          getApplication,
          patchApplication,
          submitApplication,
          startIdentityCheck,
          reviewIdentity,
          decideApplication,
          handOffApplication,
          takeHandOff,
        ],
      },
      memoryMb: 512,
      timeoutSeconds: 20,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: [
              'CAMPAIGN',
              'VISIT',
              'LEAD',
              'FOLLOWER',
              'INVITATION',
              'APPLICATION',
              'CODE',
              'IDEMPOTENCY',
              'CONNECTION',
              'TOKEN',
              'KEY',
              'KEYRING',
            ],
          },
          { actions: ['BatchGetItem'], items: ['CLICK'] },
          {
            actions: ['PutItem'],
            items: ['LEAD', 'FOLLOWER', 'INVITATION', 'APPLICATION', 'CODE', 'IDENTITY', 'IDEMPOTENCY', 'TOKEN'],
          },
          { actions: ['UpdateItem'], items: ['LEAD', 'CODE', 'IDEMPOTENCY', 'LIMIT', 'TOKEN'] },
          { actions: ['Query'], items: ['LEAD'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, ...WINDOW, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    callbacks: {
      entry: 'functions/callbacks/handler.ts',
      trigger: { kind: 'http', endpoints: [checkWechat, hearWechatEvent, checkWecom, hearWecomEvent] },
      memoryMb: 512,
      timeoutSeconds: 10,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: ['CAMPAIGN', 'VISIT', 'LEAD', 'FOLLOWER', 'INVITATION', 'ACCOUNT', 'CONNECTION', 'KEYRING'],
          },
          { actions: ['BatchGetItem'], items: ['CLICK'] },
          { actions: ['PutItem'], items: ['LEAD', 'FOLLOWER', 'RECEIVED'] },
          { actions: ['UpdateItem', 'Query'], items: ['LEAD'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, ...WINDOW, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    decisions: {
      entry: 'functions/decisions/handler.ts',
      trigger: { kind: 'event', pattern: { 'detail-type': [DECISION_DETAIL_TYPE] } },
      memoryMb: 256,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['LEAD', 'APPLICATION'] },
          { actions: ['PutItem'], items: ['LEAD', 'APPLICATION', 'QUARANTINE'] },
          { actions: ['UpdateItem'], items: ['LEAD'] },
        ],
      },
      settings: {
        ...TABLE,
        DECISION_SOURCES: { host: 'decisionSources' },
      },
    },
    operations: {
      entry: 'functions/operations/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [
          putCampaign,
          getCampaignSetup,
          listCampaigns,
          putConnection,
          createKey,
          deleteKey,
          listLeads,
          getTimeline,
          getAttribution,
          undoJoin,
          putSpend,
          getFunnelReport,
          previewAttribution,
        ],
      },
      memoryMb: 512,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'CONNECTION', 'LEAD', 'KEY', 'KEYRING'] },
          { actions: ['BatchGetItem'], items: ['CAMPAIGN', 'LEAD', 'CONVERSION'] },
          { actions: ['Query'], items: ['DIRECTORY', 'LEAD', 'ROSTER', 'COUNTER', 'SPEND'] },
          { actions: ['PutItem'], items: ['ACCOUNT', 'CAMPAIGN', 'DIRECTORY', 'CONNECTION', 'KEY', 'LEAD'] },
          { actions: ['BatchWriteItem'], items: ['SPEND'] },
          { actions: ['DeleteItem'], items: ['KEY', 'DIRECTORY'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, ...CLICKS, ...WINDOW, OUTBOUND_HOSTS: { host: 'outboundHosts' } },
    },
    console: {
      entry: 'functions/operations/console/handler.ts',
      trigger: { kind: 'http', endpoints: [], staffPages: CONSOLE_ROUTES },
      memoryMb: 512,
      timeoutSeconds: 20,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: [
              'APPLICATION',
              'CAMPAIGN',
              'CONNECTION',
              'LEAD',
              'KEY',
              'KEYRING',
              'SESSION',
              'RECOUNT',
              'QUARANTINE',
            ],
          },
          { actions: ['BatchGetItem'], items: ['CAMPAIGN', 'LEAD', 'KEY'] },
          { actions: ['Query'], items: ['DIRECTORY', 'LEAD', 'ROSTER', 'ACTIVITY', 'COUNTER', 'SPEND', 'QUARANTINE'] },
          { actions: ['PutItem'], items: ['APPLICATION', 'CAMPAIGN', 'DIRECTORY', 'KEY', 'LEAD', 'SESSION'] },
          { actions: ['UpdateItem'], items: ['LEAD', 'LIMIT'] },
          { actions: ['BatchWriteItem'], items: ['SPEND'] },
          { actions: ['DeleteItem'], items: ['KEY', 'DIRECTORY', 'SESSION', 'QUARANTINE'] },
        ],
        keys: ['Decrypt'],
        putEvents: true,
      },
      settings: { ...TABLE, ...KEY, ...CLICKS, ...WINDOW, BUS_NAME: { host: 'busName' } },
    },
    pages: {
      entry: 'functions/pages/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [getHealth],
        routes: [
          'GET /',
          'GET /demo/{campaignId}',
          'GET /demo/{campaignId}/apply',
          'GET /thanks/{campaignId}',
          'GET /sdk/{file}',
          'GET /problems/{code}',
          '$default',
        ],
      },
      memoryMb: 256,
      timeoutSeconds: 10,
      rights: { table: [{ actions: ['GetItem'], items: ['CAMPAIGN'] }] },
      settings: { ...TABLE, CAMPAIGN_CACHE_MS: { value: '5000' }, OUTBOUND_HOSTS: { host: 'outboundHosts' } },
    },
    ledger: {
      entry: 'functions/ledger/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [listConversions, getConversion, replayConversion, replayConversions],
      },
      memoryMb: 256,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'LEAD', 'KEY'] },
          { actions: ['GetItem', 'BatchGetItem', 'PutItem'], items: ['CONVERSION'] },
          { actions: ['Query'], items: ['LEDGER'] },
          { actions: ['PutItem'], items: ['DUE'] },
        ],
      },
      settings: TABLE,
    },
    partners: {
      entry: 'functions/partners/handler.ts',
      trigger: { kind: 'http', endpoints: [putPartner, getPartner, listPartners, getStatement] },
      memoryMb: 512,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['PARTNER', 'CAP', 'KEY', 'KEYRING'] },
          { actions: ['BatchGetItem'], items: ['PARTNER'] },
          { actions: ['Query'], items: ['DIRECTORY', 'TALLY', 'STATEMENT'] },
          { actions: ['PutItem'], items: ['PARTNER', 'DIRECTORY'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY },
    },
    partnersConsole: {
      entry: 'functions/partners/console/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [],
        staffPages: [
          'GET /console/partners',
          'GET /console/partners/{partnerId}',
          'POST /console/partners/{partnerId}',
          'GET /console/partners/{partnerId}/statement',
        ],
      },
      memoryMb: 512,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['PARTNER', 'CAP', 'KEY', 'SESSION'] },
          { actions: ['BatchGetItem'], items: ['PARTNER'] },
          { actions: ['Query'], items: ['DIRECTORY', 'TALLY', 'STATEMENT'] },
          { actions: ['PutItem'], items: ['PARTNER'] },
        ],
      },
      settings: { ...TABLE, ...KEY },
    },
    partnerWatch: {
      entry: 'functions/partnerWatch/handler.ts',
      trigger: { kind: 'schedule', everyMinutes: 60 },
      memoryMb: 256,
      timeoutSeconds: 30,
      rights: {
        table: [
          { actions: ['BatchGetItem', 'PutItem'], items: ['PARTNER'] },
          { actions: ['Query'], items: ['DIRECTORY', 'TALLY'] },
        ],
      },
      settings: TABLE,
    },
    audiences: {
      entry: 'functions/audiences/handler.ts',
      trigger: { kind: 'http', endpoints: [exportAudience] },
      memoryMb: 1024,
      timeoutSeconds: 29,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: ['CAMPAIGN', 'CONNECTION', 'TOKEN', 'APPLICATION', 'IDEMPOTENCY', 'KEY', 'KEYRING'],
          },
          { actions: ['BatchGetItem', 'Query', 'PutItem'], items: ['LEAD'] },
          { actions: ['Query'], items: ['ROSTER'] },
          { actions: ['PutItem', 'UpdateItem'], items: ['IDEMPOTENCY', 'TOKEN'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, OUTBOUND_HOSTS: { host: 'outboundHosts' } },
    },
    audiencesConsole: {
      entry: 'functions/audiences/console/handler.ts',
      trigger: { kind: 'http', endpoints: [], staffPages: ['GET /console/audiences', 'POST /console/audiences'] },
      memoryMb: 1024,
      timeoutSeconds: 29,
      rights: {
        table: [
          {
            actions: ['GetItem'],
            items: ['CAMPAIGN', 'CONNECTION', 'TOKEN', 'APPLICATION', 'KEY', 'KEYRING', 'SESSION'],
          },
          { actions: ['PutItem', 'UpdateItem'], items: ['TOKEN'] },
          { actions: ['BatchGetItem', 'Query', 'PutItem'], items: ['LEAD'] },
          { actions: ['BatchGetItem'], items: ['CAMPAIGN'] },
          { actions: ['Query'], items: ['DIRECTORY', 'ROSTER'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, OUTBOUND_HOSTS: { host: 'outboundHosts' } },
    },
    ledgerConsole: {
      entry: 'functions/ledger/console/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [],
        staffPages: [
          'GET /console/conversions',
          'GET /console/conversions/replays',
          'POST /console/conversions/replays',
          'GET /console/conversions/{conversionId}',
          'POST /console/conversions/{conversionId}',
          'GET /console/leads/{leadId}/attribution',
        ],
      },
      memoryMb: 256,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'LEAD', 'KEY', 'SESSION'] },
          { actions: ['BatchGetItem'], items: ['CAMPAIGN'] },
          { actions: ['GetItem', 'BatchGetItem', 'PutItem'], items: ['CONVERSION'] },
          { actions: ['Query'], items: ['DIRECTORY', 'LEDGER'] },
          { actions: ['PutItem'], items: ['DUE'] },
        ],
      },
      settings: TABLE,
    },
    planner: {
      entry: 'functions/planner/handler.ts',
      trigger: {
        kind: 'event',
        pattern: { source: [EVENT_SOURCE], 'detail-type': [{ prefix: 'lead.' }, { prefix: 'application.' }] },
      },
      memoryMb: 256,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'LEAD', 'APPLICATION'] },
          { actions: ['GetItem', 'BatchGetItem', 'PutItem'], items: ['CONVERSION'] },
          { actions: ['PutItem'], items: ['DUE', 'PARKED', 'LEDGER'] },
          { actions: ['DeleteItem'], items: ['DUE', 'PARKED'] },
        ],
        sendTo: CONVERSION_QUEUES,
      },
      settings: { ...TABLE, ...QUEUE_URLS, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    conversions: {
      entry: 'functions/conversions/handler.ts',
      trigger: { kind: 'queue', queues: CONVERSION_QUEUES, batchSize: 50, atOnce: 5 },
      memoryMb: 512,
      timeoutSeconds: 30,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'LEAD', 'CLICK', 'CONNECTION', 'TOKEN', 'KEYRING'] },
          { actions: ['PutItem', 'UpdateItem'], items: ['TOKEN'] },
          { actions: ['GetItem', 'PutItem'], items: ['CONVERSION'] },
          { actions: ['PutItem'], items: ['DUE', 'PARKED'] },
          { actions: ['DeleteItem'], items: ['DUE'] },
        ],
        keys: ['Decrypt'],
        sendTo: CONVERSION_QUEUES,
      },
      settings: {
        ...TABLE,
        ...KEY,
        ...QUEUE_URLS,
        CAMPAIGN_CACHE_MS: { value: '5000' },
        OUTBOUND_HOSTS: { host: 'outboundHosts' },
      },
    },
    dueConversions: {
      entry: 'functions/dueConversions/handler.ts',
      trigger: { kind: 'schedule', everyMinutes: 1 },
      memoryMb: 256,
      timeoutSeconds: 30,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN'] },
          { actions: ['GetItem', 'PutItem'], items: ['CONVERSION'] },
          { actions: ['Query', 'DeleteItem'], items: ['DUE', 'PARKED'] },
          { actions: ['PutItem', 'UpdateItem'], items: ['DUE'] },
        ],
        sendTo: CONVERSION_QUEUES,
        countIn: CONVERSION_QUEUES,
      },
      settings: { ...TABLE, ...QUEUE_URLS },
    },
    docs: {
      entry: 'functions/docs/handler.ts',
      files: [
        'openapi/openapi.yaml',
        'openapi/asyncapi.yaml',
        'docs/landing-page.md',
        'docs/chains.md',
        'docs/ads.md',
        'docs/partners.md',
        'docs/applications.md',
        'docs/reports.md',
      ],
      trigger: {
        kind: 'http',
        endpoints: [],
        routes: [
          'GET /docs',
          'GET /docs/events',
          'GET /docs/guides/{guide}',
          'GET /openapi.yaml',
          'GET /asyncapi.yaml',
        ],
      },
      memoryMb: 256,
      timeoutSeconds: 10,
      rights: {},
      settings: {},
    },
    relay: {
      entry: 'functions/relay/handler.ts',
      trigger: {
        kind: 'stream',
        patterns: [changes({ prefix: 'lead.' }, { prefix: 'application.' }, { prefix: 'conversion.' })],
        batchSize: 100,
        retries: 1000,
      },
      memoryMb: 256,
      timeoutSeconds: 30,
      rights: { table: [{ actions: ['PutItem'], items: ['QUARANTINE'] }], putEvents: true },
      settings: { ...TABLE, BUS_NAME: { host: 'busName' } },
    },
    journal: {
      entry: 'functions/journal/handler.ts',
      trigger: {
        kind: 'stream',
        patterns: [
          changes({ prefix: 'lead.' }, { prefix: 'application.' }, { prefix: 'visit.' }, { prefix: 'click.' }),
        ],
        batchSize: 100,
        retries: 1000,
      },
      memoryMb: 256,
      timeoutSeconds: 30,
      rights: {
        table: [
          { actions: ['PutItem'], items: ['LEAD', 'VISIT', 'CLICK', 'QUARANTINE'] },
          { actions: ['BatchWriteItem'], items: ['ROSTER', 'ACTIVITY', 'BROUGHT', 'STATEMENT'] },
          { actions: ['UpdateItem'], items: ['COUNTER', 'TALLY'] },
        ],
      },
      settings: TABLE,
    },
  },
  queues: Object.fromEntries(CONVERSION_QUEUES.map((queue) => [queue, { visibilitySeconds: 60, maxReceives: 10 }])),
}
