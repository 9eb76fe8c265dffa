import { SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_ID } from '../../infra/local/services.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { topology } from '../../infra/topology.ts'
import { type EndpointSpec, problemsOf } from '../../shared/contract/endpoint.ts'
import { PROBLEMS, type ProblemCode, ProblemDocument } from '../../shared/contract/problem.ts'
import { dynamoClient, kmsClient } from '../../shared/runtime/aws/clients.ts'
import { openKeyRing } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { openTable } from '../../shared/store/table.ts'
import { REGISTRATION } from '../harness/applicationSamples.ts'
import { type Reply, send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { type Ask, unique } from './asking.ts'
import { audienceProblems } from './audiencesWorld.ts'
import { customerProblems } from './customerProblems.ts'
import { followingProblems } from './following.ts'
import { ledgerProblems } from './ledgerWorld.ts'
import { listeningProblems } from './listening.ts'
import { partnerProblems } from './partnersWorld.ts'
import { platformProblems } from './platforms.ts'
import { GOOD, makeWorld, type World } from './world.ts'

const endpoints: EndpointSpec[] = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'http' ? trigger.endpoints : [],
)

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ simulators: true }))
})

const good = (operation: string): Ask => {
  const make = GOOD[operation]
  if (!make) throw new Error(`no good request is known for ${operation}`)
  return make(world)
}

const isLeadToken = (key: string | undefined): boolean => key === world.leadToken || key === world.customer.leadToken

/** A lead token of this installation for any lead and time, as after a registration. */
const tokenFor = async (leadId: string, at: string): Promise<string> => {
  const table = openTable({ db: dynamoClient(), name: 'tuoke' })
  const ring = await openKeyRing(await keyRingStore(table).load(), kmsKeys({ kms: kmsClient(), keyId: KEY_ID }))
  return signLeadToken(ring, leadId, at, { phoneVerified: true })
}

const changed = (operation: string, change: Partial<Ask>): Promise<Reply> =>
  world.ask({ ...good(operation), ...change })

const withHeader = (operation: string, headers: Record<string, string>) => {
  const ask = good(operation)
  return world.ask({ ...ask, headers: { ...ask.headers, ...headers } })
}

const raw = (operation: string, body: BodyInit, type = 'application/json') => {
  const { body: _, ...ask } = good(operation)
  return world.ask({ ...ask, raw: body, headers: { 'content-type': type } })
}

type Campaign = Parameters<World['newCampaign']>[0]

/** Asks for another lead, of a campaign of its own. */
const asNewLead = async (settings: Campaign, phone = phoneNumber(78)) => {
  const path = `/v1/campaigns/${await world.newCampaign(settings)}/leads`
  const captured = await world.ask({ method: 'POST', path, body: submission(phone) })
  const { leadId, leadToken: key } = captured.json() as { leadId: string; leadToken: string }
  return (operation: string, change: Partial<Ask> = {}): Promise<Reply> => {
    const ask = good(operation)
    return world.ask({ ...ask, path: ask.path.replace(world.leadId, leadId), key, ...change })
  }
}

const BUSINESS = { name: '另一家示例商行', contactName: '李四' }

const simulators = () => world.host.simulators ?? ''

/** The answer to the last of so many tries with a wrong code. */
const triedWrong = async (tries: number): Promise<Reply> => {
  const phone = phoneNumber(80 + tries)
  const ask = await asNewLead({ registration: REGISTRATION }, phone)
  await ask('sendPhoneCode')
  const inbox = await send(simulators(), 'GET', `/_sim/sms?phone=${phone}`)
  const { messages } = inbox.json() as { messages: { code: string }[] }
  const body = { phoneCode: messages[0]?.code === '000000' ? '000001' : '000000', business: BUSINESS }
  for (let earlier = 1; earlier < tries; earlier++) await ask('registerLead', { body })
  return ask('registerLead', { body })
}

const withFault = async (provider: string, ask: () => Promise<Reply>): Promise<Reply> => {
  await send(simulators(), 'POST', '/_sim/faults', { body: { provider, kind: '5xx' } })
  return ask()
}

const askedWithoutTable = async (): Promise<Map<string, Reply>> => {
  const needTable = endpoints.filter((spec) => problemsOf(spec).includes('store_unavailable'))
  world.host.engine.fail('*', { kind: 'down' }, { times: 1_000_000 })
  const replies = needTable.map(
    async ({ operationId: operation }) => [operation, await world.ask(good(operation))] as const,
  )
  return new Map(await Promise.all(replies).finally(() => world.host.engine.heal()))
}

let asked: ReturnType<typeof askedWithoutTable> | undefined

/** What every operation answers without a table, asked all at once: each waits before it gives up. */
const withoutTable = (): ReturnType<typeof askedWithoutTable> => {
  asked ??= askedWithoutTable()
  return asked
}

/** Provokes a problem that any endpoint with this trait can answer with. */
const COMMON: Partial<Record<ProblemCode, (operation: string) => Promise<Reply>>> = {
  malformed_body: (operation) => raw(operation, '{"contact":'),
  unsupported_media_type: (operation) => raw(operation, '<xml/>', 'application/xml'),
  body_too_large: (operation) => raw(operation, JSON.stringify({ filler: 'x'.repeat(1_048_576) })),
  malformed_idempotency_key: (operation) => withHeader(operation, { 'idempotency-key': '""' }),
  origin_not_allowed: (operation) => withHeader(operation, { origin: 'https://evil.example' }),
  unauthenticated: (operation) => changed(operation, { key: 'nonsense' }),
  scope_missing: async (operation) => changed(operation, { key: await world.newKey(['pii:read']) }),
  campaign_not_found: (operation) => {
    const ask = good(operation)
    return world.ask({ ...ask, path: ask.path.replace(world.campaignId, 'no-such-campaign') })
  },
  lead_not_found: async (operation) => {
    const ask = good(operation)
    const nobody = `ld_${'a'.repeat(20)}`
    const key = isLeadToken(ask.key) ? await tokenFor(nobody, new Date().toISOString()) : ask.key
    return world.ask({ ...ask, path: ask.path.replace(/ld_[a-z2-7]{20}/, nobody), key })
  },
  application_not_found: (operation) => {
    const ask = good(operation)
    return world.ask({ ...ask, path: ask.path.replace(/ap_[a-z2-7]{20}/, `ap_${'a'.repeat(20)}`) })
  },
  validation_failed: (operation) => {
    const ask = good(operation)
    return ask.body
      ? world.ask({ ...ask, body: {} })
      : world.ask({ ...ask, path: `${ask.path}${ask.path.includes('?') ? '&' : '?'}surprise=1` })
  },
  store_unavailable: async (operation) => (await withoutTable()).get(operation) as Reply,
  version_required: (operation) => changed(operation, { path: `/v1/campaigns/${world.campaignId}` }),
  version_stale: (operation) =>
    changed(operation, { path: `/v1/campaigns/${world.campaignId}`, headers: { 'if-match': '"7"' } }),
  token_expired: async (operation) =>
    changed(operation, { key: await tokenFor(world.leadId, '2026-01-01T00:00:00.000Z') }),
  wrong_lead: async (operation) =>
    changed(operation, { key: await tokenFor(`ld_${'b'.repeat(20)}`, new Date().toISOString()) }),
  phone_not_verified: (operation) => changed(operation, { key: world.leadToken }),
  lead_not_accepted: async (operation) => (await asNewLead({ status: 'paused' }))(operation),
  registration_not_offered: async (operation) => (await asNewLead({}))(operation),
  key_not_found: (operation) => world.ask(good(operation)),
}

/** Provokes a problem of one operation's own rules. */
const OWN: Record<string, () => Promise<Reply>> = {
  'previewAttribution campaign_not_found': () => {
    const body = { campaign: 'no-such-campaign', from: '2026-11-01', to: '2026-11-30', rules: {} }
    return changed('previewAttribution', { body })
  },
  'recordVisit campaign_closed': async () => {
    const campaignId = await world.newCampaign({ status: 'paused' })
    return world.ask({ ...good('recordVisit'), path: `/v1/campaigns/${campaignId}/visits` })
  },
  'captureLead idempotency_key_reused': async () => {
    const headers = { 'idempotency-key': `"${unique('key')}"` }
    await changed('captureLead', { headers })
    return changed('captureLead', { headers, body: submission(phoneNumber(77)) })
  },
  'createKey idempotency_key_reused': async () => {
    const headers = { 'idempotency-key': `"${unique('key')}"` }
    await changed('createKey', { headers })
    return changed('createKey', { headers, body: { name: 'another', scopes: ['leads:read'] } })
  },
  'createKey scope_not_grantable': async () => changed('createKey', { key: await world.newKey(['keys:write']) }),
  'sendPhoneCode validation_failed': () => changed('sendPhoneCode', { body: { phone: '12' } }),
  'sendPhoneCode too_many_codes': async () => {
    const ask = good('sendPhoneCode')
    await world.ask(ask)
    return world.ask(ask)
  },
  'sendPhoneCode provider_unavailable': async () => {
    const ask = await asNewLead({ registration: REGISTRATION })
    return withFault('tencent_cloud', () => ask('sendPhoneCode'))
  },
  'registerLead idempotency_key_reused': async () => {
    const ask = { ...good('registerLead'), headers: { 'idempotency-key': `"${unique('key')}"` } }
    await world.ask(ask)
    return world.ask({ ...ask, body: { phoneCode: '123456', business: BUSINESS } })
  },
  'registerLead code_wrong': () => triedWrong(1),
  'registerLead too_many_tries': () => triedWrong(6),
  'registerLead code_expired': async () => {
    const ask = await asNewLead({ registration: REGISTRATION })
    return ask('registerLead', { body: { phoneCode: '123456', business: BUSINESS } })
  },
  'registerLead provider_unavailable': () =>
    withFault('wechat', () =>
      changed('registerLead', { body: { wechatPhoneCode: 'x', appId: MINI_PROGRAM.appId, business: BUSINESS } }),
    ),
}

const OWN_OF_AUDIENCES = audienceProblems(() => world)

const OWN_OF_CUSTOMER = customerProblems({ world: () => world, tokenFor, withFault: (...fault) => withFault(...fault) })

const OWN_OF_FOLLOWING = followingProblems({ world: () => world, withFault: (...fault) => withFault(...fault) })

const OWN_OF_LISTENING = listeningProblems(() => world)

const OWN_OF_LEDGER = ledgerProblems(() => world)

const OWN_OF_PARTNERS = partnerProblems(() => world)

const OWN_OF_PLATFORMS = platformProblems(() => world)

/** Forms of the console answer with this; a test of its own provokes it. */
const OF_THE_CONSOLE: readonly ProblemCode[] = ['cross_site']

const declared = endpoints.flatMap((spec) =>
  problemsOf(spec).map((problem) => ({ operation: spec.operationId, problem })),
)

describe('every declared problem', () => {
  it.each(declared)('$operation answers $problem', async ({ operation, problem }) => {
    const provoke =
      OWN[`${operation} ${problem}`] ??
      OWN_OF_AUDIENCES[`${operation} ${problem}`] ??
      OWN_OF_CUSTOMER[`${operation} ${problem}`] ??
      OWN_OF_FOLLOWING[`${operation} ${problem}`] ??
      OWN_OF_LISTENING[`${operation} ${problem}`] ??
      OWN_OF_LEDGER[`${operation} ${problem}`] ??
      OWN_OF_PARTNERS[`${operation} ${problem}`] ??
      OWN_OF_PLATFORMS[`${operation} ${problem}`] ??
      (() => COMMON[problem]?.(operation))
    const reply = await provoke()
    if (!reply) throw new Error('nothing provokes this problem')
    const document = ProblemDocument.parse(reply.problem())
    expect(document.code).toBe(problem)
    expect(reply.status).toBe(PROBLEMS[problem].status)
    expect(document).toMatchObject({
      type: `/problems/${problem}`,
      title: PROBLEMS[problem].title,
      status: reply.status,
    })
    expect(document.detail.length).toBeGreaterThan(20)
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    expect(reply.headers.get('x-request-id')).toBe(document.requestId)
  })

  it('belongs to the closed list, and all of the list is declared somewhere', () => {
    const everywhere: ProblemCode[] = ['route_not_found', 'internal_error', ...OF_THE_CONSOLE]
    expect(new Set([...declared.map(({ problem }) => problem), ...everywhere])).toEqual(new Set(Object.keys(PROBLEMS)))
  })
})

describe('problems of no operation', () => {
  it('an unknown address is route_not_found, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      const reply = await world.ask({ method, path: '/v1/nothing/here' })
      expect(reply.problem()).toMatchObject({ status: 404, code: 'route_not_found' })
    }
  })

  it('a record that cannot be read is internal_error, without a word of what it holds', async () => {
    const campaignId = await world.newCampaign()
    const table = openTable({ db: dynamoClient(), name: 'tuoke' })
    await table.write({ put: { pk: `CAMPAIGN#${campaignId}`, sk: 'CAMPAIGN', secret: 'in the record' } })
    const reply = await world.ask({ method: 'GET', path: `/v1/campaigns/${campaignId}` })
    expect(reply.problem()).toMatchObject({ status: 500, code: 'internal_error' })
    expect(reply.text).not.toMatch(/secret|record|zod|at /i)
  })

  it('a table that throttles is store_unavailable, and it says when to come again', async () => {
    world.host.engine.fail(
      'PutItem',
      { kind: 'refuse', error: 'ProvisionedThroughputExceededException' },
      { times: 10 },
    )
    const reply = await world.ask(good('captureLead')).finally(() => world.host.engine.heal())
    expect(reply.problem().code).toBe('store_unavailable')
    expect(reply.headers.get('retry-after')).toBe('1')
  })

  it('a 401 says which credential it takes', async () => {
    const reply = await COMMON.unauthenticated?.('listCampaigns')
    expect(reply?.headers.get('www-authenticate')).toBe('Bearer')
  })
})

describe('credentials', () => {
  const guarded = endpoints
    .filter(({ caller }) => caller.kind !== 'public' && !('optional' in caller))
    .map(({ operationId }) => operationId)
  const signed = async (header: object) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'HS256', ...header })
      .setSubject(world.leadId)
      .setExpirationTime('1d')
      .sign(new Uint8Array(32))
  const BAD: Record<string, () => Promise<string | undefined>> = {
    none: async () => undefined,
    nonsense: async () => 'x',
    'an unknown key': async () => `tk_${'a'.repeat(44)}`,
    'a key with a wrong secret': async () => `${(await world.newKey(['leads:read'])).slice(0, 20)}${'a'.repeat(27)}`,
    'an expired key': async () => world.newKey(['leads:read'], { expiresAt: '2026-01-01T00:00:00.000Z' }),
    'a revoked key': async () => {
      const key = await world.newKey(['leads:read'])
      await world.ask({ method: 'DELETE', path: `/v1/keys/${key.slice(3, 15)}`, key: world.host.operatorKey() })
      return key
    },
    'a token signed by somebody else': () => signed({}),
  }

  it.each(guarded.flatMap((operation) => Object.keys(BAD).map((credential) => ({ operation, credential }))))(
    '$operation refuses $credential',
    async ({ operation, credential }) => {
      const reply = await changed(operation, { key: await BAD[credential]?.() })
      expect(reply.problem()).toMatchObject({ status: 401, code: 'unauthenticated' })
    },
  )

  it('a lead token opens no operator route and an API key no lead route', async () => {
    for (const operation of guarded.filter((one) => one !== 'getApplication')) {
      const key = isLeadToken(good(operation).key) ? world.host.operatorKey() : world.leadToken
      expect((await changed(operation, { key })).problem().code).toBe('unauthenticated')
    }
  })

  it('a key opens what its scopes say and nothing else', async () => {
    const key = await world.newKey(['campaigns:read'])
    const statuses = await Promise.all(
      ['listCampaigns', 'getFunnelReport', 'listLeads', 'putCampaign', 'createKey'].map(
        async (operation) => (await changed(operation, { key })).status,
      ),
    )
    expect(statuses).toEqual([200, 403, 403, 403, 403])
  })
})

it('unknown fields are refused from operators', async () => {
  const reply = await changed('putCampaign', { body: { ...campaignSettings(), surprise: 1 } })
  expect(reply.problem().errors).toEqual([
    { pointer: '/surprise', code: 'unknown_field', message: 'is not known here' },
  ])
})

it('an unknown scope is named, with those there are', async () => {
  const reply = await changed('createKey', { body: { name: 'x', scopes: ['everything'] } })
  expect(reply.problem().errors).toEqual([
    { pointer: '/scopes/0', code: 'not_an_option', message: expect.stringContaining('reports:read') },
  ])
})
