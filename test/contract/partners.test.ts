import { beforeAll, describe, expect, it } from 'vitest'
import type { PartnerRequest } from '../../shared/contract/partners.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import { dynamoClient } from '../../shared/runtime/aws/clients.ts'
import { newApiKey } from '../../shared/security/apiKey.ts'
import { apiKeyStore } from '../../shared/store/apiKeyStore.ts'
import { openTable } from '../../shared/store/table.ts'
import type { Reply } from '../harness/client.ts'
import { startGate } from '../harness/gate.ts'
import { allItems } from '../harness/items.ts'
import { FORMS, PUSHES, startForms } from '../harness/leadPushes.ts'
import { partnerRequest, partnerTerms, setPartner } from '../harness/partners.ts'
import { SECRET, startPartners } from '../harness/postbacks.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let gate: ReturnType<typeof startGate>
beforeAll(async () => {
  host = await startTestHost()
  gate = startGate(host)
})

const ANOTHER = 'whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo5ODc2NTQ='

let made = 0
const newId = () => `pt_put_${++made}`
const put = (partnerId: string, changes: object, headers = {}) =>
  gate.ask('PUT', `/v1/partners/${partnerId}`, { body: { ...partnerRequest(), ...changes }, headers })
const outcomeOf = (reply: Reply) => {
  const { outcome, reason } = reply.json() as { outcome: string; reason?: string }
  return reason === undefined ? outcome : `${outcome} ${reason}`
}
const leadIdOf = (reply: Reply) => (reply.json() as { leadId: string }).leadId

describe('putPartner', () => {
  it('creates, then replaces the version that was read, and says the new one', async () => {
    const partnerId = newId()
    const created = await put(partnerId, {})
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"'])
    expect(created.json()).toMatchObject({ partnerId, version: 1, hasSecret: false, letInAt: expect.any(String) })
    const replaced = await put(partnerId, { name: '乙广告' }, { 'if-match': '"1"' })
    expect([replaced.status, replaced.headers.get('etag')]).toEqual([200, '"2"'])
    const read = await gate.ask('GET', `/v1/partners/${partnerId}`)
    expect(read.headers.get('etag')).toBe('"2"')
    expect(read.json()).toMatchObject({ version: 2, settings: { name: '乙广告' }, tests: [] })
  })

  it('refuses to replace what was changed since, or is not there', async () => {
    const partnerId = newId()
    await put(partnerId, {})
    const headers = { 'if-match': '"1"' }
    const both = await Promise.all([put(partnerId, {}, headers), put(partnerId, {}, headers)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
    expect((await put(newId(), {}, headers)).problem().code).toBe('version_stale')
  })

  it('answers the version it made when the answer of the table was lost', async () => {
    const partnerId = newId()
    await put(partnerId, {})
    host.engine.fail('PutItem', { kind: 'drop' }, { holding: partnerId })
    const reply = await put(partnerId, { name: '丙广告' }, { 'if-match': '"1"' })
    expect([reply.status, reply.headers.get('etag')]).toEqual([200, '"2"'])
  })

  it('keeps secrets sealed, never tells them, and leaves them alone unless it is told others', async () => {
    const partnerId = newId()
    const { byQuery } = startPartners(host)
    const verdictBy = async (secret: string) =>
      (await byQuery(partnerId, { clickId: 'x', event: 'registered' }, { secret })).status
    const created = await put(partnerId, { secrets: [SECRET] })
    const renamed = await put(partnerId, { name: '乙广告' }, { 'if-match': '"1"' })
    expect([created, renamed].map((reply) => (reply.json() as { hasSecret: boolean }).hasSecret)).toEqual([true, true])
    expect(await verdictBy(SECRET)).toBe(200)
    const turned = await put(partnerId, { secrets: [ANOTHER] }, { 'if-match': '"2"' })
    expect([await verdictBy(SECRET), await verdictBy(ANOTHER)]).toEqual([401, 200])
    const removed = await put(partnerId, { secrets: [] }, { 'if-match': '"3"' })
    expect([await verdictBy(ANOTHER), (removed.json() as { hasSecret: boolean }).hasSecret]).toEqual([401, false])
    const stored = JSON.stringify(await allItems(host.dynamodb))
    for (const text of [created.text, renamed.text, turned.text, removed.text, stored])
      expect(text).not.toMatch(/MDEyMzQ1|QUJDREVG/)
  })

  it.each<[string, object, string, string]>([
    ['an unknown field', { owner: 'x' }, '/owner', 'unknown_field'],
    ['no name', { name: ' ' }, '/name', 'too_short'],
    ['no status', { status: undefined }, '/status', 'required'],
    ['another status', { status: 'trusted' }, '/status', 'not_an_option'],
    ['no terms', { terms: undefined }, '/terms', 'required'],
    ['a day that is none', { terms: [partnerTerms(['abc'], { from: '2026-02-30' })] }, '/terms/0/from', 'invalid'],
    ['an end before the beginning', { terms: [partnerTerms(['abc'], { to: '2025-12-31' })] }, '/terms/0/to', 'invalid'],
    [
      'a price of less than nothing',
      { terms: [partnerTerms(['abc'], { pricePerLeadFen: -1 })] },
      '/terms/0/pricePerLeadFen',
      'too_short',
    ],
    [
      'a price in yuan',
      { terms: [partnerTerms(['abc'], { pricePerLeadFen: 80.5 })] },
      '/terms/0/pricePerLeadFen',
      'invalid_type',
    ],
    ['a cap of nothing', { terms: [partnerTerms(['abc'], { dailyCap: 0 })] }, '/terms/0/dailyCap', 'too_short'],
    ['a campaign that can be none', { terms: [partnerTerms(['A#B'])] }, '/terms/0/campaignIds/0', 'invalid'],
    [
      'one campaign at two prices',
      { terms: [partnerTerms(['abc']), partnerTerms(['abc'], { id: 'b' })] },
      '/terms',
      'invalid',
    ],
    ['a limit above one', { limits: { maxDuplicateRate: 1.5 } }, '/limits/maxDuplicateRate', 'too_long'],
    ['a limit that nobody knows', { limits: { maxRefunds: 1 } }, '/limits/maxRefunds', 'unknown_field'],
    ['three secrets', { secrets: [SECRET, SECRET, SECRET] }, '/secrets', 'too_long'],
    ['a weak secret', { secrets: ['whsec_weakest'] }, '/secrets/0', 'invalid'],
    ['a pause of its own making', { pausedBecause: { reason: 'operator' } }, '/pausedBecause', 'unknown_field'],
  ])('refuses %s, and does not repeat it', async (_, changes, pointer, code) => {
    const reply = await put(newId(), changes)
    expect(reply.problem()).toMatchObject({ status: 422, errors: [{ pointer, code }] })
    expect(reply.text).not.toMatch(/weakest|MDEyMzQ1/)
  })

  it.each(['agency', 'pt_', 'pt_A', `pt_${'x'.repeat(28)}`, 'pt_a%20b'])('refuses the id %s', async (id) => {
    expect((await put(id, {})).problem()).toMatchObject({ status: 422, errors: [{ pointer: '/path/partnerId' }] })
  })
})

describe('listPartners and keys', () => {
  it('pages through all of them by id, each once', async () => {
    for (let i = 0; i < 3; i++) await put(newId(), {})
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const path = `/v1/partners?limit=2${cursor ? `&cursor=${cursor}` : ''}`
      const page = (await gate.ask('GET', path)).json() as { items: { partnerId: string }[]; cursor?: string }
      ids.push(...page.items.map(({ partnerId }) => partnerId))
      cursor = page.cursor
    } while (cursor)
    expect(ids.length).toBeGreaterThanOrEqual(3)
    expect(ids).toEqual([...new Set(ids)].sort())
  })

  it('show the key of a partner that one alone', async () => {
    const [own, other] = [newId(), newId()]
    for (const id of [own, other]) await put(id, {})
    const body = { name: 'theirs', scopes: ['partners:read', 'partners:write'], partnerId: own }
    const { key } = (await gate.ask('POST', '/v1/keys', { body })).json() as { key: string }
    const get = (path: string) => gate.ask('GET', `/v1/partners${path}`, { key })
    expect((await get('')).json()).toMatchObject({ items: [{ partnerId: own }] })
    expect((await get(`/${own}/statement?month=2026-11`)).status).toBe(200)
    for (const path of [`/${other}`, `/${other}/statement?month=2026-11`, '/pt_nobody'])
      expect((await get(path)).problem().code).toBe('wrong_partner')
    const raised = { key, body: partnerRequest(), headers: { 'if-match': '"1"' } }
    expect((await gate.ask('PUT', `/v1/partners/${own}`, raised)).problem().code).toBe('wrong_partner')
  })
})

describe('the key of a partner', () => {
  const wanted = (scopes: Scope[]) => ({ name: 'theirs', scopes, partnerId: 'pt_theirs' })

  it('cannot be made with scopes that are about others too', async () => {
    const reply = await gate.ask('POST', '/v1/keys', { body: wanted(['partners:read', 'leads:read', 'keys:write']) })
    expect(reply.problem()).toMatchObject({ status: 422, errors: [{ pointer: '/scopes', code: 'not_an_option' }] })
    expect(reply.problem().errors?.[0]?.message).toContain('leads:read, keys:write')
  })

  it('that has such scopes from before shows nothing by them', async () => {
    const { keyId, key, hash } = newApiKey()
    const keys = apiKeyStore(openTable({ db: dynamoClient(), name: 'tuoke' }))
    const scopes: Scope[] = ['partners:read', 'leads:read']
    await keys.create({ ...wanted(scopes), keyId, hash, fingerprint: 'f', createdAt: '2026-11-20T08:00:00.000Z' })
    const campaignId = await gate.ads.newCampaign()
    expect((await gate.ask('GET', '/v1/partners', { key })).status).toBe(200)
    expect((await gate.ask('GET', `/v1/leads?campaign=${campaignId}`, { key })).problem().code).toBe('scope_missing')
  })
})

describe('the gate', () => {
  type Given = { terms?: object; changes?: Partial<PartnerRequest>; settings?: object }

  it.each<[string, Given, string]>([
    ['is not on the list of the campaign', { settings: { partners: [] } }, 'not_in_campaign'],
    ['is paused', { changes: { status: 'paused' } }, 'partner_paused'],
    ['is not let in yet', { terms: { from: '2999-01-01' } }, 'not_in_terms'],
    ['is no longer let in', { terms: { to: '2026-01-02' } }, 'not_in_terms'],
    ['is let in to another campaign', { terms: { campaignIds: ['another-one'] } }, 'not_in_terms'],
  ])('keeps a lead whose partner %s, with the reason', async (_, { terms, changes, settings }, refusal) => {
    const { partnerId, campaignId } = await gate.newPartner(terms, changes, settings)
    const reply = await gate.bring(campaignId, 1, partnerId)
    expect([reply.status, outcomeOf(reply)]).toEqual([200, 'rejected partner_not_allowed'])
    expect(reply.text).not.toContain(refusal)
    await gate.ads.counted(campaignId)
    const verdict = { status: 'rejected', reason: 'partner_not_allowed', partnerRefusal: refusal }
    expect(await gate.timeline(leadIdOf(reply))).toMatchObject({
      verdict,
      entries: [{ type: 'lead.rejected', details: { reason: 'partner_not_allowed', partnerRefusal: refusal } }],
    })
  })

  it('keeps a lead of a partner that nobody knows, and accepts it when the person comes by another way', async () => {
    const campaignId = await gate.ads.newCampaign({ partners: ['pt_nobody'] })
    const refused = await gate.bring(campaignId, 1, 'pt_nobody')
    expect(outcomeOf(refused)).toBe('rejected partner_not_allowed')
    const again = await gate.bring(campaignId, 1)
    expect([outcomeOf(again), leadIdOf(again)]).toEqual(['accepted', leadIdOf(refused)])
    expect(await gate.ads.counted(campaignId)).toEqual({ visited: 1, captured: 1, rejected: 1 })
  })

  it('asks for no partner where none is named, and once where one is', async () => {
    const { partnerId, campaignId } = await gate.newPartner()
    const partnersRead = async (more: string[]) => {
      const { seen } = await host.engine.watch(() => gate.bring(campaignId, 10 + more.length, ...more))
      return seen.filter(({ operation, body }) => operation === 'GetItem' && body.includes('PARTNER#')).length
    }
    expect([await partnersRead([]), await partnersRead([partnerId])]).toEqual([0, 1])
  })

  it('knows the partner of the visit, where the form says none', async () => {
    const { partnerId, campaignId } = await gate.newPartner({}, { status: 'paused' })
    await gate.ads.visit(campaignId, 'visit-gate-1', `partner=${partnerId}`)
    const body = submission(phoneNumber(72_000), { touch: { visitId: 'visit-gate-1' } })
    const reply = await gate.ask('POST', `/v1/campaigns/${campaignId}/leads`, { body })
    expect(outcomeOf(reply)).toBe('rejected partner_not_allowed')
  })

  it('stands before leads that platforms push, by the partner that their address names', async () => {
    const forms = startForms(host)
    await forms.connect('google_ads', 'forms')
    const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 1 }, {}, { hostedForms: FORMS })
    const address = await forms.addressOf(campaignId, 'google_ads')
    for (const n of [1, 2, 3]) {
      const { raw, headers } = PUSHES.google_ads({ id: `gate-${n}`, phone: phoneNumber(71_000 + n) })
      const path = n === 3 ? address : `${address}?partner=${partnerId}`
      expect((await gate.ask('POST', path, { raw, headers })).status).toBe(200)
    }
    expect(await gate.ads.counted(campaignId)).toEqual({ captured: 2, rejected: 1 })
    const { totals } = await gate.statement(partnerId)
    expect(totals).toMatchObject({ accepted: 1, amountFen: 8000, rejected: { daily_cap: 1 } })
  })
})

describe('a daily cap', () => {
  it('lets in exactly so many of fifty at once, and keeps the others', async () => {
    const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 10 })
    const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => gate.bring(campaignId, 100 + n, partnerId)))
    const outcomes = replies.map(outcomeOf)
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(10)
    expect(outcomes.filter((outcome) => outcome === 'rejected partner_not_allowed')).toHaveLength(40)
    expect(await gate.ads.counted(campaignId)).toEqual({ visited: 10, captured: 10, rejected: 40 })
    expect((await gate.standing(partnerId)).today.caps).toEqual([{ termsId: 'terms', accepted: 10, dailyCap: 10 }])
    const { totals } = await gate.statement(partnerId)
    expect(totals).toMatchObject({ accepted: 10, amountFen: 80_000, rejected: { daily_cap: 40 } })
  })

  it('is used up by no duplicate, no replay and no answer that was lost', async () => {
    const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 2 })
    await gate.bring(campaignId, 200)
    const duplicates = await Promise.all([1, 2, 3].map(() => gate.bring(campaignId, 200, partnerId)))
    expect(duplicates.map(outcomeOf)).toEqual(Array(3).fill('duplicate'))
    const key = { 'idempotency-key': '"gate"' }
    const same = [await gate.bring(campaignId, 201, partnerId, key), await gate.bring(campaignId, 201, partnerId, key)]
    expect(same.map(({ text }) => text)).toEqual(Array(2).fill(same[0]?.text))
    host.engine.fail('TransactWriteItems', { kind: 'drop' }, { holding: `CAP#${partnerId}` })
    expect(outcomeOf(await gate.bring(campaignId, 202, partnerId))).toBe('accepted')
    expect((await gate.standing(partnerId)).today.caps).toMatchObject([{ accepted: 2 }])
    expect(outcomeOf(await gate.bring(campaignId, 203, partnerId))).toBe('rejected partner_not_allowed')
    expect(outcomeOf(await gate.bring(campaignId, 201, partnerId))).toBe('duplicate')
  })

  it('that is raised during the day lets more in, at the price that holds then', async () => {
    const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 1 })
    const bring = async (n: number) => outcomeOf(await gate.bring(campaignId, n, partnerId))
    expect([await bring(300), await bring(301)]).toEqual(['accepted', 'rejected partner_not_allowed'])
    const terms = [partnerTerms([campaignId], { dailyCap: 2, pricePerLeadFen: 9000 })]
    await setPartner(host, partnerId, { terms })
    expect([await bring(301), await bring(302)]).toEqual(['accepted', 'rejected partner_not_allowed'])
    const { leads } = await gate.statement(partnerId)
    expect(leads.map(({ outcome, amountFen }) => `${outcome} ${amountFen}`)).toEqual([
      'accepted 8000',
      'rejected 0',
      'accepted 9000',
      'rejected 0',
    ])
  })
})

describe('a statement', () => {
  it('lists every lead with what is owed for it, as JSON in pages and as CSV', async () => {
    const { partnerId, campaignId } = await gate.newPartner()
    const ids: string[] = []
    for (const n of [400, 401, 400]) ids.push(leadIdOf(await gate.bring(campaignId, n, partnerId)))
    const whole = await gate.statement(partnerId)
    expect(whole.totals).toMatchObject({ accepted: 2, duplicates: 1, joined: 0, amountFen: 16_000 })
    expect(whole.rows).toMatchObject([
      { day: gate.today(), campaignId, accepted: 2, priceFen: 8000, amountFen: 16_000 },
    ])
    expect(whole.leads.map(({ leadId }) => leadId)).toEqual(ids)
    const page = await gate.statementOf(partnerId, '&limit=2')
    const { leads, cursor } = page.json() as typeof whole
    const rest = await gate.statement(partnerId, `&limit=2&cursor=${cursor}`)
    expect([...leads, ...rest.leads]).toEqual(whole.leads)
    expect([rest.cursor, rest.totals]).toEqual([undefined, whole.totals])
    expect(page.headers.get('link')).toContain(`cursor=${cursor}>; rel="next"`)
    const csv = await gate.statementOf(partnerId, '&format=csv&excel=1')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const [header, line = ''] = csv.text.split('\n')
    expect(header).toBe('\ufeffday,at,campaignId,leadId,outcome,reason,priceFen,amountFen')
    expect(line).toMatch(new RegExp(`^${gate.today()},.*Z,${campaignId},ld_[a-z2-7]{20},accepted,,8000,8000$`))
    const byDay = await gate.statementOf(partnerId, '&format=csv&by=day')
    expect(byDay.text).toMatch(/^day,campaignId,accepted,duplicates,joined,rejected_spam,.*,priceFen,amountFen\n/)
    expect(byDay.text.split('\n')[1]).toMatch(/,2,1,0,(0,)+8000,16000$/)
  })

  it('has the same columns when there was nothing, and no lead of a test', async () => {
    const { partnerId, campaignId } = await gate.newPartner({}, {}, { mode: 'test' })
    expect(outcomeOf(await gate.bring(campaignId, 410, partnerId))).toBe('accepted')
    expect((await gate.statement(partnerId)).leads).toEqual([])
    expect((await gate.statementOf(partnerId, '&format=csv')).text).toBe(
      'day,at,campaignId,leadId,outcome,reason,priceFen,amountFen\n',
    )
  })

  it.each(['month=2026-13', 'month=2026-11-01', 'month=', 'month=2026-11&by=week', 'month=2026-11&limit=0', 'by=day'])(
    'is refused for %s',
    async (query) => {
      const { partnerId } = await gate.newPartner()
      expect((await gate.ask('GET', `/v1/partners/${partnerId}/statement?${query}`)).status).toBe(422)
    },
  )
})

describe('a partner below what it owes', () => {
  it('is paused for its duplicates, says by which numbers, and is judged anew when it is let in again', async () => {
    const limits = { maxDuplicateRate: 0.1 }
    const { partnerId, campaignId } = await gate.newPartner({}, { limits })
    const bringAgain = async (times: number) => {
      for (let n = 0; n < times; n++) await gate.bring(campaignId, 500, partnerId)
    }
    await bringAgain(8)
    await gate.watch()
    const before = await gate.standing(partnerId)
    expect(before).toMatchObject({ version: 1, settings: { status: 'active' }, tests: [{ state: 'continue' }] })
    expect(before.tests[0]?.evidence).toMatchObject({ samples: 8, bad: 7, p0: 0.1, p1: 0.2, alpha: 0.001, beta: 0.1 })
    await bringAgain(5)
    await gate.watch()
    const paused = await gate.standing(partnerId)
    expect(paused).toMatchObject({
      version: 2,
      settings: { status: 'paused' },
      tests: [{ rate: 'duplicate_rate', state: 'pause' }],
      pausedBecause: { reason: 'duplicate_rate', evidence: { samples: 13, bad: 12, p0: 0.1, p1: 0.2 } },
    })
    expect(outcomeOf(await gate.bring(campaignId, 501, partnerId))).toBe('rejected partner_not_allowed')
    await bringAgain(3)

    const { letInAt } = await setPartner(host, partnerId, { terms: paused.settings.terms, limits })
    expect(letInAt && letInAt > (paused.letInAt ?? '')).toBe(true)
    expect(outcomeOf(await gate.bring(campaignId, 502, partnerId))).toBe('accepted')
    await bringAgain(5)
    await gate.watch()
    const anew = await gate.standing(partnerId)
    expect(anew).toMatchObject({ version: 3, settings: { status: 'active' } })
    expect(anew.tests[0]?.evidence).toMatchObject({ samples: 6, bad: 5 })
    expect(anew.pausedBecause).toBeUndefined()
    expect(await gate.ads.drift()).toEqual([])
  })

  it('is paused for what was decided about its leads, and its secrets stay', async () => {
    const limits = { minApprovalRate: 0.9 }
    const { partnerId, campaignId } = await gate.newPartner({}, { limits, secrets: [SECRET] })
    for (let n = 0; n < 6; n++) {
      const leadId = leadIdOf(await gate.bring(campaignId, 600 + n, partnerId))
      await gate.reach(leadId, n === 0 ? 'credited' : 'declined')
    }
    await gate.watch()
    expect(await gate.standing(partnerId)).toMatchObject({
      hasSecret: true,
      settings: { status: 'paused' },
      pausedBecause: { reason: 'approval_rate', evidence: { samples: 6, bad: 5 } },
    })
    expect(await gate.ads.drift()).toEqual([])
  })

  it('is left alone without limits', async () => {
    const { partnerId, campaignId } = await gate.newPartner()
    for (let n = 0; n < 15; n++) await gate.bring(campaignId, 700, partnerId)
    await gate.watch()
    expect((await gate.standing(partnerId)).settings.status).toBe('active')
  })
})
