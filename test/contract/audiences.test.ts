import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TENCENT_ADS } from '../../infra/local/simulators/ads/accounts.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { LEFT_OUT } from '../../shared/domain/audience.ts'
import type { Decision } from '../../shared/domain/decision.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { phoneIdFor } from '../../shared/platforms/audiences/phoneIds.ts'
import { type Reply, send } from '../harness/client.ts'
import { decided } from '../harness/decided.ts'
import { allItems } from '../harness/items.ts'
import { agreed, type Packs, startPacks, tencent } from '../harness/packs.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { assertStatus } from './asking.ts'

type Made = Awaited<ReturnType<Packs['lead']>>

let host: TestHost
let on: Packs
let campaignId: string
const all: Record<string, Made> = {}

const AT = '2026-11-20T08:00:00.000Z'
const declined = { milestones: { captured: AT, applied: AT, declined: AT } }
const CREDIT: Decision = { decisionId: 'd1', kind: 'credited', at: AT, limitFen: 1_000_000, aprBps: 600 }
const REVERSAL: Decision = { decisionId: 'd2', kind: 'reversed', at: AT, reverses: 'd1' }

beforeAll(async () => {
  host = await startTestHost({ simulators: true })
  await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, host.simulators ?? '')
  on = await startPacks(host)
  campaignId = await on.campaign({ destinations: [tencent(), tencent({ id: 'off', enabled: false })] })
  const lead = async (name: string, changes: Partial<Lead> = {}) => {
    all[name] = await on.lead(campaignId, changes)
  }
  await lead('first')
  await lead('second', { consent: agreed('ad_measurement', 'cross_border') })
  await lead('third')
  await lead('test', { mode: 'test' })
  await lead('silent', { consent: agreed() })
  await lead('stranger', { consent: { ...agreed('ad_measurement'), recipients: { ad_measurement: ['Agency'] } } })
  await lead('joined', { verdict: { status: 'joined', into: all.first?.lead.leadId ?? '', reason: 'same_phone' } })
  await lead('captured', { milestones: { captured: AT } })
  await lead('declined', declined)
  await lead('bot', { verdict: { status: 'rejected', reason: 'spam' }, milestones: {} })
  await lead('late', { verdict: { status: 'rejected', reason: 'campaign_closed' }, milestones: {} })
  await lead('reversed')
  const { lead: reversed } = all.reversed as Made
  const applicationId = await decided(on, reversed, [CREDIT, REVERSAL])
  await on.keep({ ...reversed, event: { ...reversed.event, applicationId } })
  await on.lead(await on.campaign())
  await on.settled()
})

afterAll(async () => {
  const phones = Object.values(all).map(({ phone }) => phone)
  const ids = phones.flatMap((phone) => [
    phoneIdFor('tencent_ads', phone),
    phoneIdFor('baidu', phone),
    phoneIdFor('meta', phone),
  ])
  const told = JSON.stringify([host.logs, host.busEvents(), host.reports, await allItems(host.dynamodb)])
  expect([...phones, ...ids].filter((canary) => told.includes(canary))).toEqual([])
  expect(host.logs.length).toBeGreaterThan(5)
})

const idsOf = (platform: 'tencent_ads' | 'baidu' | 'meta', ...names: string[]) =>
  names.map((name) => phoneIdFor(platform, all[name]?.phone ?? ''))
const leftOut = (counts: object) => ({ ...Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])), ...counts })
const keyed = (key: string) => ({ headers: { 'idempotency-key': `"${key}"` } })

/** Who is in the positive pack, the oldest first. */
const POSITIVE = ['first', 'second', 'third']
const NOT_POSITIVE = leftOut({
  test_lead: 1,
  joined: 1,
  consent_missing_ad_measurement: 1,
  recipient_not_named_ad_measurement: 1,
  overturned: 1,
})

describe('a pack as a file', () => {
  it('has those with a credit that stands who agreed, the oldest first, and counts of the others', async () => {
    const { exportId, from, to, ...pack } = await on.pack('positive', { campaignId, from: undefined })
    expect(pack).toEqual({
      kind: 'positive',
      campaignId,
      platform: 'tencent_ads',
      digest: 'sha256',
      count: 3,
      leftOut: NOT_POSITIVE,
      ids: idsOf('tencent_ads', ...POSITIVE),
    })
    expect(exportId).toMatch(/^ax_[a-z2-7]{20}$/)
    expect(Date.parse(to) - Date.parse(from)).toBe(89 * 86_400_000)
  })

  it('has those who were declined or are invalid when it is the negative one', async () => {
    const { count, ids, digest } = await on.pack('negative', { campaignId, platform: 'baidu' })
    expect({ count, ids, digest }).toEqual({ count: 2, ids: idsOf('baidu', 'declined', 'bot'), digest: 'md5' })
  })

  it('goes abroad only with those who agreed to that', async () => {
    const { ids, leftOut } = await on.pack('positive', { campaignId, platform: 'meta' })
    expect(ids).toEqual(idsOf('meta', 'second'))
    expect(leftOut.consent_missing_cross_border).toBe(3)
  })

  it('is for whom the campaign calls by a name of its own, where its destinations agree on one', async () => {
    const named = tencent({ recipient: '腾讯广告' })
    const consent = { ...agreed('ad_measurement'), recipients: { ad_measurement: ['腾讯广告'] } }
    const counted = async (...destinations: (typeof named)[]) => {
      const own = await on.campaign({ destinations })
      await on.lead(own, { consent })
      await on.settled()
      return (await on.pack('positive', { campaignId: own, dryRun: true })).count
    }
    expect(await counted(named)).toBe(1)
    expect(await counted(named, { ...named, id: 'agency', recipient: 'Agency' })).toBe(0)
  })

  it('is CSV as the platform takes it, with its counts in headers', async () => {
    const asked = { campaignId, platform: 'meta', delivery: 'file' }
    const { headers, text } = await on.ask('positive', asked, { query: '?format=csv' })
    expect(text).toBe(`phone\n${idsOf('meta', 'second')}\n`)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain(`filename="${campaignId}-positive-meta-`)
    expect(headers.get('audience-count')).toBe('1')
    expect(headers.get('audience-left-out')).toContain('joined=1, consent_missing_ad_measurement=1')
    expect(headers.get('link')).toBeNull()
  })

  it('comes a page at a time, nobody twice and nobody missing', async () => {
    const first = await on.pack('positive', { campaignId }, { query: '?limit=2' })
    expect(first.ids).toEqual(idsOf('tencent_ads', 'first', 'second'))
    const last = await on.pack('positive', { campaignId }, { query: `?limit=2&cursor=${first.cursor}` })
    expect({ ids: last.ids, cursor: last.cursor }).toEqual({ ids: idsOf('tencent_ads', 'third'), cursor: undefined })
    const counts = LEFT_OUT.map((reason) => [reason, first.leftOut[reason] + last.leftOut[reason]])
    expect(Object.fromEntries(counts)).toEqual(NOT_POSITIVE)
    const csv = await on.ask(
      'positive',
      { campaignId, platform: 'tencent_ads', delivery: 'file' },
      { query: '?format=csv&limit=2' },
    )
    const next = /<([^>]+)>; rel="next"/.exec(csv.headers.get('link') ?? '')?.[1] ?? ''
    expect(next).toBe(`/v1/audiences/positive/exports?format=csv&limit=2&cursor=${first.cursor}`)
  })

  it('has only leads of the days that are asked for', async () => {
    const days = { from: '2026-01-01', to: '2026-01-31' }
    expect(await on.pack('positive', { campaignId, ...days })).toMatchObject({ ...days, count: 0, ids: [] })
  })

  it('stands in the journal of each lead in it: who took it where, and nothing that it is known by there', async () => {
    const { exportId } = await on.pack('positive', { campaignId, destination: 'tencent' })
    const { text, entries } = await on.journal(all.first?.lead as Lead)
    expect(entries.at(-1)?.details).toEqual({
      exportId,
      kind: 'positive',
      platform: 'tencent_ads',
      recipient: 'tencent_ads',
      destinationId: 'tencent',
      delivery: 'file',
      keyId: host.operatorKey().slice(3, 15),
    })
    expect(text).not.toContain(idsOf('tencent_ads', 'first')[0])
    expect((await on.journal(all.silent?.lead as Lead)).entries).toEqual([])
  })

  it('does not leave when its journal entries cannot be written', async () => {
    host.engine.fail(
      'PutItem',
      { kind: 'refuse', error: 'ThrottlingException' },
      { times: 10, holding: 'audience.exported' },
    )
    const reply = await on.ask('positive', { campaignId, platform: 'tencent_ads', delivery: 'file' })
    host.engine.heal()
    expect([reply.status, reply.problem().code]).toEqual([503, 'store_unavailable'])
  })

  it('is counted only in a dry run', async () => {
    const { lead } = await on.lead(await on.campaign())
    await on.settled()
    const pack = await on.pack('positive', { campaignId: lead.campaignId, dryRun: true })
    expect(pack).toMatchObject({ count: 1, leftOut: leftOut({}) })
    expect([pack.ids, pack.exportId]).toEqual([undefined, undefined])
    expect((await on.journal(lead)).entries).toEqual([])
  })
})

describe('an idempotency key', () => {
  it('gives the same answer again, to everybody at once too, and is one entry', async () => {
    const { lead } = await on.lead(await on.campaign())
    await on.settled()
    const body = { campaignId: lead.campaignId, platform: 'tencent_ads', delivery: 'file' }
    const replies: Reply[] = await Promise.all([1, 2, 3].map(() => on.ask('positive', body, keyed('packs-1'))))
    replies.push(await on.ask('positive', body, keyed('packs-1')))
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(replies.at(-1)?.headers.get('idempotent-replayed')).toBe('true')
    expect((await on.journal(lead)).entries).toHaveLength(1)
  })

  it('does not bring back who withdrew consent since, nor anybody new', async () => {
    const own = await on.campaign()
    const [stays, goes] = [await on.lead(own), await on.lead(own)]
    await on.settled()
    const ask = () => on.pack('positive', { campaignId: own }, keyed('packs-2'))
    expect((await ask()).count).toBe(2)
    await on.keep({ ...goes.lead, consent: agreed() })
    await on.lead(own)
    await on.settled()
    expect((await ask()).ids).toEqual([phoneIdFor('tencent_ads', stays.phone)])
  })

  it('is refused for anything else', async () => {
    await on.pack('positive', { campaignId }, keyed('packs-3'))
    const body = { campaignId, platform: 'tencent_ads', delivery: 'file' }
    const others = [
      on.ask('negative', body, keyed('packs-3')),
      on.ask('positive', { ...body, platform: 'meta' }, keyed('packs-3')),
      on.ask('positive', body, { ...keyed('packs-3'), query: '?limit=1' }),
    ]
    for (const reply of await Promise.all(others)) expect(reply.problem().code).toBe('idempotency_key_reused')
  })
})

describe('bad input', () => {
  const file = { platform: 'tencent_ads', delivery: 'file' }
  const upload = { ...file, delivery: 'upload', destination: 'tencent' }
  it.each([
    ['nothing', {}, '', ['/campaignId', '/platform', '/delivery']],
    ['an unknown field', { ...file, phones: [] }, '', ['/phones']],
    ['an unknown platform', { ...file, platform: 'partner' }, '', ['/platform']],
    ['an upload elsewhere', { ...upload, platform: 'meta' }, '', ['/delivery']],
    ['an upload to nobody', { ...upload, destination: undefined }, '', ['/destination']],
    ['a destination of nobody', { ...upload, destination: 'other' }, '', ['/destination']],
    ['a destination elsewhere', { ...file, platform: 'baidu', destination: 'tencent' }, '', ['/destination']],
    ['an upload to a disabled one', { ...upload, destination: 'off' }, '', ['/destination']],
    ['an end before the beginning', { ...file, from: '2026-11-02', to: '2026-11-01' }, '', ['/from']],
    ['more than 400 days', { ...file, from: '2025-01-01', to: '2026-11-01' }, '', ['/from']],
    ['no day', { ...file, from: '2026-02-30' }, '', ['/from']],
    ['CSV of an upload', upload, '?format=csv', ['/query/format']],
    ['CSV of a dry run', { ...file, dryRun: true }, '?format=csv', ['/query/format']],
    ['1001 ids', file, '?limit=1001', ['/query/limit']],
    [
      'a cursor of another list',
      file,
      `?cursor=${Buffer.from('2026-11-20T08').toString('base64url')}`,
      ['/query/cursor'],
    ],
    [
      'a cursor of other days',
      file,
      `?cursor=${Buffer.from('2999-01-01 x#ld').toString('base64url')}`,
      ['/query/cursor'],
    ],
  ])('of %s is refused with where it is', async (name, body, query, pointers) => {
    const reply = await on.ask('positive', name === 'nothing' ? body : { campaignId, from: undefined, ...body }, {
      query,
    })
    expect(reply.status).toBe(422)
    expect(reply.problem().errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  it('of a kind that there is not leads nowhere', async () => {
    expect((await on.ask('neutral', { campaignId, ...file })).problem().code).toBe('route_not_found')
  })
})

describe('an upload to Tencent Ads', () => {
  type Audience = { audienceId: string; name: string; members: string[]; files: object[] }
  const simulators = () => host.simulators ?? ''
  const audiencesOf = async (own: string): Promise<Audience[]> => {
    const reply = await send(simulators(), 'GET', '/_sim/tencent_ads/audiences')
    const { audiences } = reply.json() as { audiences: (Audience & { description: string })[] }
    return audiences.filter(({ description }) => description.endsWith(`campaign ${own}`))
  }
  const breakNext = (kind: string) =>
    send(simulators(), 'POST', '/_sim/faults', { body: { provider: 'tencent_ads', kind } })
  const upload = (own: string, more = {}, body = {}) =>
    on.ask(
      'positive',
      { campaignId: own, platform: 'tencent_ads', delivery: 'upload', destination: 'tencent', ...body },
      more,
    )
  /** Campaigns with two leads that agreed, and what Tencent is to know them by. */
  type Two = { own: string; lead: Lead; ids: string[] }
  const kept: Two[] = []
  let granted: { good: Two; bad: Two }
  const two = async (changes = {}): Promise<Two> => {
    const own = await on.campaign({ destinations: [tencent(changes)] })
    const made = [await on.lead(own), await on.lead(own)]
    return { own, lead: made[0]?.lead as Lead, ids: made.map(({ phone }) => phoneIdFor('tencent_ads', phone)).sort() }
  }
  const next = (): Two => {
    const one = kept.pop()
    if (!one) throw new Error('more campaigns are needed')
    return one
  }
  beforeAll(async () => {
    for (let made = 0; made < 12; made++) kept.push(await two())
    granted = { good: await two({ connection: 'granted' }), bad: await two({ connection: 'ungranted' }) }
    kept.unshift(await two({ connection: 'odd' }), await two({ connection: 'nobody' }))
    await on.settled()
  })

  it('makes one audience for the campaign and kind, and appends to it', async () => {
    const { own, lead, ids } = next()
    const first = await upload(own, { query: '?limit=1' })
    const {
      uploaded,
      cursor,
      count,
      ids: shown,
    } = first.json() as { uploaded: { audienceId: string }; cursor: string; count: number; ids?: string[] }
    expect({ count, shown }).toEqual({ count: 1, shown: undefined })
    await upload(own, { query: `?limit=1&cursor=${cursor}` })
    const [audience, ...others] = await audiencesOf(own)
    expect(others).toEqual([])
    expect(audience).toMatchObject({
      audienceId: uploaded.audienceId,
      files: [{ validLineCount: 1 }, { validLineCount: 1 }],
    })
    expect(audience?.members.toSorted()).toEqual(ids)
    expect((await on.journal(lead)).entries).toMatchObject([
      { details: { delivery: 'upload', destinationId: 'tencent' } },
    ])
  })

  it('happens once with an idempotency key', async () => {
    const { own } = next()
    const replies = [await upload(own, keyed('up-1')), await upload(own, keyed('up-1'))]
    expect(replies[1]?.text).toBe(replies[0]?.text)
    expect(replies.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    expect((await audiencesOf(own))[0]?.files).toHaveLength(1)
  })

  it.each([
    ['expired_token', /new one, then send the same request/],
    ['refuse_signature', /new one, then send the same request/],
    ['ok_with_failure', /code_10000/],
    ['5xx', /http_503/],
    ['429', /http_429/],
    ['malformed', /answer_unreadable/],
    ['redirect', /http_307/],
    ['huge_answer', /unanswered/],
    ['drop_after_accept', /unanswered/],
  ])('that ends in %s is told of, and sent again with the same key is whole and once', async (fault, detail) => {
    const { own, ids } = next()
    await breakNext(fault)
    const failed = await upload(own, keyed(`up-${fault}`))
    expect([failed.status, failed.problem().code]).toEqual([503, 'provider_unavailable'])
    expect(failed.problem().detail).toMatch(detail)
    expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await upload(own, keyed(`up-${fault}`))).status).toBe(200)
    const audiences = await audiencesOf(own)
    expect(audiences.map(({ members }) => members.toSorted())).toEqual([ids])
  })

  const connectBy = (id: string, changes = {}) => {
    const { accountId, oauthClientId, oauthClientSecret, oauthRefreshToken } = TENCENT_ADS
    const body = { accountId, oauthClientId, oauthClientSecret, oauthRefreshToken, ...changes }
    const to = { ...body, baseUrl: `${simulators()}/tencent_ads` }
    return send(host.url, 'PUT', `/v1/connections/tencent_ads/${id}`, { body: to, key: host.operatorKey() })
  }

  it('with a token that ended gets a new one by the grant, and happens', async () => {
    assertStatus(await connectBy('granted'), 201)
    const { own, ids } = granted.good
    assertStatus(await upload(own), 200)
    await breakNext('expired_token')
    assertStatus(await upload(own), 200)
    expect((await audiencesOf(own)).map(({ members }) => members.toSorted())).toEqual([ids])
  })

  it('whose grant is refused says what to set', async () => {
    assertStatus(await connectBy('ungranted', { oauthRefreshToken: 'of-somebody-else' }), 201)
    const problem = (await upload(granted.bad.own)).problem()
    expect(problem.code).toBe('provider_unavailable')
    expect(problem.detail).toMatch(
      /no access token by the grant of the connection \(code_11010\): set the connection with a new one/,
    )
  })

  it('of a file that was left unanswered changes nothing when it is sent again', async () => {
    const { own, ids } = next()
    await upload(own, { query: '?limit=1' })
    const asked = host.logs.length
    await breakNext('slow')
    await breakNext('drop_after_accept')
    expect((await upload(own, keyed('up-file'))).status).toBe(503)
    expect((await upload(own, keyed('up-file'))).status).toBe(200)
    expect((await audiencesOf(own)).map(({ members }) => members.toSorted())).toEqual([ids])
    expect(host.logs.slice(asked).join('')).toContain('unanswered')
  })

  it('of nobody asks the platform for nothing', async () => {
    const own = await on.campaign({ destinations: [tencent()] })
    const reply = await upload(own)
    expect(reply.json()).toMatchObject({ count: 0 })
    expect(reply.json()).not.toHaveProperty('uploaded')
    expect(await audiencesOf(own)).toEqual([])
  })

  it.each([
    ['no connection', /connection/],
    ['an account that is no number', /accountId/],
  ])('to %s says what to set', async (_, detail) => {
    const odd = { accountId: 'x', accessToken: 'a-synthetic-token' }
    await send(host.url, 'PUT', '/v1/connections/tencent_ads/odd', { body: odd, key: host.operatorKey() })
    const { own } = next()
    const problem = (await upload(own)).problem()
    expect(problem.code).toBe('provider_unavailable')
    expect(problem.detail).toMatch(detail)
  })
})

describe('the screen of audiences', () => {
  const SAME_SITE = { 'sec-fetch-site': 'same-origin' }
  const post = (path: string, fields: Record<string, string>, headers: object) =>
    send(host.url, 'POST', path, { raw: new URLSearchParams(fields), headers: { ...SAME_SITE, ...headers } })
  const signIn = async (key = host.operatorKey()) => {
    const { headers } = await post('/console/session', { key, next: '/console' }, {})
    return headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  const asked = () => ({ campaign: campaignId, kind: 'positive', for: 'tencent_ads/tencent' })
  const look = (cookie: string, query: Record<string, string>) =>
    send(host.url, 'GET', `/console/audiences?${new URLSearchParams({ lang: 'en', ...query })}`, {
      headers: { cookie },
    })

  it('counts who would be in a pack and who not, and lets nothing leave by that', async () => {
    const cookie = await signIn()
    const before = (await on.journal(all.first?.lead as Lead)).entries.length
    const { status, text } = await look(cookie, asked())
    expect(status).toBe(200)
    expect(text).toContain('In the pack: 3')
    expect(text).toContain('<th scope="row">Joined with another lead</th><td class="num">1</td>')
    expect(text).toContain('value="tencent_ads/tencent" selected')
    expect((await on.journal(all.first?.lead as Lead)).entries).toHaveLength(before)
    expect((await look(cookie, { ...asked(), for: 'tencent_ads/gone' })).text).toContain('In the pack: 3')
    expect((await look(cookie, { campaign: campaignId })).text).not.toContain('In the pack')
  })

  it('gives the file, and uploads where a destination takes uploads', async () => {
    const cookie = await signIn()
    const file = await post('/console/audiences', { ...asked(), delivery: 'file' }, { cookie })
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(file.text.trim().split('\n')).toEqual(idsOf('tencent_ads', ...POSITIVE))
    const uploaded = await post('/console/audiences?lang=en', { ...asked(), delivery: 'upload' }, { cookie })
    const gone = { ...asked(), for: 'tencent_ads/gone', delivery: 'upload' }
    expect((await post('/console/audiences', gone, { cookie })).status).toBe(422)
    expect(uploaded.text).toMatch(/Uploaded to the audience of Tencent Ads <code>\d+<\/code>: 3/)
  })

  it('is for those who may export, and for no other site', async () => {
    const body = { name: 'looks', scopes: ['leads:read'] }
    const { key } = (await send(host.url, 'POST', '/v1/keys', { body, key: host.operatorKey() })).json() as {
      key: string
    }
    expect((await look(await signIn(key), asked())).status).toBe(403)
    expect((await look('', asked())).status).toBe(303)
    const elsewhere = { cookie: await signIn(), 'sec-fetch-site': 'cross-site' }
    expect((await post('/console/audiences', { ...asked(), delivery: 'file' }, elsewhere)).status).toBe(403)
  })
})
