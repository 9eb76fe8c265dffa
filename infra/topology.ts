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
import { getCampaign, getCampaignSetup, listCampaigns, putCampaign } from '../shared/contract/campaigns.ts'
import { captureLead, getLead, recordVisit } from '../shared/contract/capture.ts'
import { putConnection } from '../shared/contract/connections.ts'
import { DECISION_DETAIL_TYPE } from '../shared/contract/decisionEvent.ts'
import { createKey, deleteKey } from '../shared/contract/keys.ts'
import { getTimeline, listLeads } from '../shared/contract/leads.ts'
import { getHealth } from '../shared/contract/pages.ts'
import { registerLead, sendPhoneCode } from '../shared/contract/registration.ts'
import { getFunnelReport } from '../shared/contract/reports.ts'
import { putSpend } from '../shared/contract/spend.ts'
import type { Topology } from './topologySpec.ts'

const TABLE = { TABLE_NAME: { host: 'tableName' } } as const
const KEY = { KEY_ID: { host: 'keyId' } } as const

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
      trigger: { kind: 'http', endpoints: [getCampaign, recordVisit, captureLead, getLead] },
      memoryMb: 512,
      timeoutSeconds: 10,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'VISIT', 'LEAD', 'KEY', 'KEYRING'] },
          { actions: ['PutItem', 'UpdateItem'], items: ['LEAD'] },
          { actions: ['PutItem'], items: ['VISIT', 'IDEMPOTENCY', 'CHALLENGE'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    onboarding: {
      entry: 'functions/onboarding/handler.ts',
      trigger: {
        kind: 'http',
        endpoints: [
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
            items: ['CAMPAIGN', 'LEAD', 'APPLICATION', 'CODE', 'IDEMPOTENCY', 'CONNECTION', 'TOKEN', 'KEY', 'KEYRING'],
          },
          { actions: ['PutItem'], items: ['LEAD', 'APPLICATION', 'CODE', 'IDENTITY', 'IDEMPOTENCY', 'TOKEN'] },
          { actions: ['UpdateItem'], items: ['LEAD', 'CODE', 'LIMIT', 'TOKEN'] },
        ],
        keys: ['Decrypt'],
      },
      settings: { ...TABLE, ...KEY, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    decisions: {
      entry: 'functions/decisions/handler.ts',
      trigger: { kind: 'event', pattern: { 'detail-type': [DECISION_DETAIL_TYPE] } },
      memoryMb: 256,
      timeoutSeconds: 20,
      rights: {
        table: [
          { actions: ['GetItem'], items: ['CAMPAIGN', 'LEAD', 'APPLICATION'] },
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
          putSpend,
          getFunnelReport,
        ],
        staffPages: CONSOLE_ROUTES,
      },
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
          {
            actions: ['PutItem'],
            items: ['APPLICATION', 'CAMPAIGN', 'DIRECTORY', 'CONNECTION', 'KEY', 'LEAD', 'SESSION'],
          },
          { actions: ['UpdateItem'], items: ['LEAD', 'LIMIT'] },
          { actions: ['BatchWriteItem'], items: ['SPEND'] },
          { actions: ['DeleteItem'], items: ['KEY', 'DIRECTORY', 'SESSION', 'QUARANTINE'] },
        ],
        keys: ['Decrypt'],
        putEvents: true,
      },
      settings: { ...TABLE, ...KEY, BUS_NAME: { host: 'busName' }, OUTBOUND_HOSTS: { host: 'outboundHosts' } },
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
      settings: { ...TABLE, CAMPAIGN_CACHE_MS: { value: '5000' } },
    },
    docs: {
      entry: 'functions/docs/handler.ts',
      files: [
        'openapi/openapi.yaml',
        'openapi/asyncapi.yaml',
        'docs/landing-page.md',
        'docs/chains.md',
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
        patterns: [changes({ prefix: 'lead.' }, { prefix: 'application.' })],
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
        patterns: [changes({ prefix: 'lead.' }, { prefix: 'application.' }, { prefix: 'visit.' })],
        batchSize: 100,
        retries: 1000,
      },
      memoryMb: 256,
      timeoutSeconds: 30,
      rights: {
        table: [
          { actions: ['PutItem'], items: ['LEAD', 'VISIT', 'QUARANTINE'] },
          { actions: ['BatchWriteItem'], items: ['ROSTER', 'ACTIVITY'] },
          { actions: ['UpdateItem'], items: ['COUNTER'] },
        ],
      },
      settings: TABLE,
    },
  },
  queues: {},
}
