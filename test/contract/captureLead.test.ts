import type { Challenge } from 'altcha-lib'
import { beforeAll, describe, expect, it } from 'vitest'
import { LeadVerdict } from '../../shared/contract/capture.ts'
import type { CampaignField } from '../../shared/domain/campaign.ts'
import { eventually, type Send } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { solved } from '../harness/solve.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let host: TestHost
let world: World
beforeAll(async () => {
  host = await startTestHost()
  world = await makeWorld(host)
})

const leadsOf = (campaignId: string) => ({ method: 'POST', path: `/v1/campaigns/${campaignId}/leads` })
const post = (campaignId: string, more: Send) => world.ask({ ...leadsOf(campaignId), ...more })
const verdictOf = async (campaignId: string, more: Send) => LeadVerdict.parse((await post(campaignId, more)).json())
const eventsOf = (leadId: string) => host.busEvents().filter(({ detail }) => detail.leadId === leadId)
const typesOf = (leadId: string) => eventsOf(leadId).map((line) => line['detail-type'])

describe('a new lead', () => {
  it('is accepted; the same phone, however written, is the same lead and a duplicate', async () => {
    const campaignId = await world.newCampaign()
    const first = await post(campaignId, { body: submission('+86 138-0013-8000') })
    const second = await post(campaignId, { body: submission('００８６１３８００１３８０００') })
    expect([first.status, second.status]).toEqual([201, 200])
    const [a, b] = [LeadVerdict.parse(first.json()), LeadVerdict.parse(second.json())]
    expect([a.outcome, b.outcome, b.leadId]).toEqual(['accepted', 'duplicate', a.leadId])
    expect(a.next).toEqual(['registered'])
    expect(Object.keys(a.milestones).sort()).toEqual(['captured', 'visited'])
    await eventually(
      () => typesOf(a.leadId),
      (types) => types.length === 2,
    )
    expect(typesOf(a.leadId)).toEqual(['lead.captured', 'lead.repeated'])
  })

  it('is another lead in another campaign', async () => {
    const [a, b] = [await world.newCampaign(), await world.newCampaign()]
    const [one, other] = [await verdictOf(a, { body: submission() }), await verdictOf(b, { body: submission() })]
    expect(one.outcome).toBe('accepted')
    expect(other.outcome).toBe('accepted')
    expect(other.leadId).not.toBe(one.leadId)
  })

  it('can be looked at with its token', async () => {
    const { leadId, leadToken, milestones } = await verdictOf(world.campaignId, { body: submission(phoneNumber(101)) })
    const reply = await world.ask({ method: 'GET', path: `/v1/leads/${leadId}`, key: leadToken })
    expect(reply.json()).toEqual({ leadId, milestones, next: ['registered'] })
  })

  it('tells the bus what was agreed to, and nothing personal', async () => {
    const { leadId } = await verdictOf(world.campaignId, { body: submission(phoneNumber(102)) })
    const [line] = await eventually(
      () => eventsOf(leadId),
      (events) => events.length === 1,
    )
    expect(line?.detail).toMatchObject({
      type: 'lead.captured',
      version: 1,
      campaignId: world.campaignId,
      data: { mode: 'live', consent: { version: '2026-11', purposes: ['contact', 'ad_measurement'] } },
    })
    expect(JSON.stringify(line)).not.toMatch(/139|张|示例/)
  })
})

describe('fifty identical posts at once', () => {
  it('are one accepted lead and 49 duplicates, counted once', async () => {
    const campaignId = await world.newCampaign()
    const body = submission(phoneNumber(1))
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => verdictOf(campaignId, { body })))
    const outcomes = verdicts.map(({ outcome }) => outcome).sort()
    expect(outcomes).toEqual(['accepted', ...Array.from({ length: 49 }, () => 'duplicate')])
    expect(new Set(verdicts.map(({ leadId }) => leadId)).size).toBe(1)
    const counts = await eventually(
      () => countsOf(campaignId),
      ({ repeated }) => repeated === 49,
    )
    expect(counts).toMatchObject({ captured: 1, visited: 1, repeated: 49 })
  })

  it('with one idempotency key are one lead and 50 equal answers', async () => {
    const campaignId = await world.newCampaign()
    const more = { body: submission(phoneNumber(2)), headers: { 'idempotency-key': '"fifty"' } }
    const replies = await Promise.all(Array.from({ length: 50 }, () => post(campaignId, more)))
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(replies[0]?.status).toBe(201)
    expect(replies.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49)
    const counts = await eventually(
      () => countsOf(campaignId),
      ({ captured }) => captured === 1,
    )
    expect(counts).toMatchObject({ captured: 1, repeated: 0 })
  })
})

const countsOf = async (campaignId: string): Promise<Record<string, number>> => {
  const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31`
  const reply = await world.ask({ method: 'GET', path, key: host.operatorKey() })
  return (reply.json() as { total: { counts: Record<string, number> } }).total.counts
}

describe('an idempotency key', () => {
  it('gives the first answer again, quoted or bare, also for a duplicate', async () => {
    const campaignId = await world.newCampaign()
    await post(campaignId, { body: submission() })
    const first = await post(campaignId, { body: submission(), headers: { 'idempotency-key': '"k1"' } })
    const again = await post(campaignId, { body: submission(), headers: { 'idempotency-key': 'k1' } })
    expect(LeadVerdict.parse(first.json()).outcome).toBe('duplicate')
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const counts = await eventually(
      () => countsOf(campaignId),
      ({ repeated }) => repeated === 1,
    )
    expect(counts.repeated).toBe(1)
  })

  it('belongs to its campaign', async () => {
    const [a, b] = [await world.newCampaign(), await world.newCampaign()]
    const headers = { 'idempotency-key': '"same"' }
    expect((await post(a, { body: submission(), headers })).status).toBe(201)
    expect((await post(b, { body: submission(phoneNumber(5)), headers })).status).toBe(201)
  })

  it('remembers nothing of a submission that did not pass', async () => {
    const headers = { 'idempotency-key': '"second-try"' }
    expect((await post(world.campaignId, { body: submission('123'), headers })).status).toBe(422)
    expect((await post(world.campaignId, { body: submission(phoneNumber(103)), headers })).status).toBe(201)
  })

  it('survives another order of fields and another form of the same content', async () => {
    const { contact, answers, consent } = submission(phoneNumber(104))
    const headers = { 'idempotency-key': '"order"' }
    const first = await post(world.campaignId, { body: { contact, answers, consent }, headers })
    const again = await post(world.campaignId, { body: { consent, answers, contact }, headers })
    expect(again.text).toBe(first.text)
  })
})

describe('a submission that is not accepted', () => {
  it.each([
    ['paused', 'campaign_closed'],
    ['closed', 'campaign_closed'],
  ] as const)('to a %s campaign is kept with the reason', async (status, reason) => {
    const campaignId = await world.newCampaign({ status })
    const reply = await post(campaignId, { body: submission() })
    expect(reply.status).toBe(200)
    expect(LeadVerdict.parse(reply.json())).toMatchObject({ outcome: 'rejected', reason, next: [] })
    await eventually(
      () => countsOf(campaignId),
      ({ rejected }) => rejected === 1,
    )
  })

  it('from a partner that is not listed is kept with the reason', async () => {
    const body = submission(phoneNumber(105), { touch: { url: 'https://loan.bank.example/?partner=pt_stranger' } })
    expect(await verdictOf(world.campaignId, { body })).toMatchObject({
      outcome: 'rejected',
      reason: 'partner_not_allowed',
    })
  })

  it('with a filled trap looks accepted to the bot, and is counted as rejected', async () => {
    const campaignId = await world.newCampaign()
    const reply = await post(campaignId, { body: submission(undefined, { website: 'https://spam.example' }) })
    expect(reply.status).toBe(201)
    const { leadId, leadToken, outcome, reason } = LeadVerdict.parse(reply.json())
    expect([outcome, reason]).toEqual(['accepted', undefined])
    const view = await world.ask({ method: 'GET', path: `/v1/leads/${leadId}`, key: leadToken })
    expect(view.json()).toMatchObject({ milestones: { captured: expect.any(String) } })
    await eventually(
      () => typesOf(leadId),
      (types) => types.length === 1,
    )
    expect(typesOf(leadId)).toEqual(['lead.rejected'])
    expect(
      await eventually(
        () => countsOf(campaignId),
        ({ rejected }) => rejected === 1,
      ),
    ).toMatchObject({ captured: 0 })
  })

  it('becomes a captured lead when the person comes back, with one place in the roster', async () => {
    const campaignId = await world.newCampaign()
    const trapped = await verdictOf(campaignId, { body: submission(undefined, { website: 'x' }) })
    const reply = await post(campaignId, { body: submission() })
    expect(reply.status).toBe(201)
    expect(LeadVerdict.parse(reply.json())).toMatchObject({ outcome: 'accepted', leadId: trapped.leadId })
    await eventually(
      () => typesOf(trapped.leadId),
      (types) => types.length === 2,
    )
    expect(typesOf(trapped.leadId)).toEqual(['lead.rejected', 'lead.captured'])
    const day = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10)
    const listed = await eventually(
      () => world.ask({ method: 'GET', path: `/v1/leads?campaign=${campaignId}&day=${day}`, key: host.operatorKey() }),
      (answer) => (answer.json() as { items: unknown[] }).items.length > 0,
    )
    expect((listed.json() as { items: unknown[] }).items).toHaveLength(1)
  })

  it('does not touch a lead that was accepted before', async () => {
    const campaignId = await world.newCampaign()
    const { leadId } = await verdictOf(campaignId, { body: submission() })
    expect((await verdictOf(campaignId, { body: submission(undefined, { website: 'x' }) })).outcome).toBe('accepted')
    await post(campaignId, { body: submission() })
    await eventually(
      () => typesOf(leadId),
      (types) => types.length === 2,
    )
    expect(typesOf(leadId)).toEqual(['lead.captured', 'lead.repeated'])
  })
})

describe('every field error at once', () => {
  const FIELDS: CampaignField[] = [
    { name: 'amount', label: 'Amount', type: 'select', required: true, options: ['small', 'large'] },
    { name: 'uscc', label: 'Code', type: 'uscc', required: false },
    { name: 'second', label: 'Second phone', type: 'phone', required: false },
    { name: 'staff', label: 'Staff', type: 'number', required: true },
    { name: 'note', label: 'Note', type: 'text', required: true },
  ]

  it('from contact, answers, consent and challenge together', async () => {
    const campaignId = await world.newCampaign({ fields: FIELDS, challenge: 'proof_of_work' })
    const body = {
      contact: { phone: '12', name: 'x'.repeat(51) },
      answers: { amount: 'huge', uscc: '91110000123456788X', second: '1', staff: 'many' },
      consent: { version: '2020-01', purposes: ['ad_measurement'] },
    }
    const { errors = [] } = (await post(campaignId, { body })).problem()
    expect(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]))).toEqual({
      '/contact/phone': 'phone_invalid',
      '/contact/name': 'too_long',
      '/answers/amount': 'not_an_option',
      '/answers/uscc': 'uscc_invalid',
      '/answers/second': 'phone_invalid',
      '/answers/staff': 'invalid',
      '/answers/note': 'required',
      '/consent/version': 'consent_outdated',
      '/consent/purposes': 'consent_purpose_missing',
      '/challenge': 'required',
    })
  })

  it('when everything is missing', async () => {
    const campaignId = await world.newCampaign({ fields: FIELDS })
    const { errors = [] } = (await post(campaignId, { body: {} })).problem()
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
      '/answers/amount required',
      '/answers/note required',
      '/answers/staff required',
      '/consent required',
      '/contact required',
    ])
  })

  it('and never repeats what was sent', async () => {
    const secrets = {
      contact: { phone: '1380013800x', name: `张三丰${'丰'.repeat(60)}` },
      answers: { amount: '十万元整' },
    }
    const { text } = await post(world.campaignId, { body: secrets })
    expect(text).not.toMatch(/1380013|张三|十万/)
  })

  it('takes good answers in the form they are kept in', async () => {
    const campaignId = await world.newCampaign({ fields: FIELDS })
    const answers = { amount: 'small', uscc: ' 91110000123456788m ', staff: '12', note: ' hello ', extra: 'ignored' }
    const { leadId } = await verdictOf(campaignId, { body: submission(undefined, { answers }) })
    const timeline = await world.ask({
      method: 'GET',
      path: `/v1/leads/${leadId}/timeline?unmask=true`,
      key: host.operatorKey(),
    })
    expect(timeline.json()).toMatchObject({
      answers: { amount: 'small', uscc: '91110000123456788M', staff: 12, note: 'hello' },
    })
    expect(timeline.text).not.toContain('ignored')
  })
})

describe('proof of work', () => {
  const challengeOf = async (campaignId: string): Promise<Challenge> => {
    const view = await world.ask({ method: 'GET', path: `/v1/campaigns/${campaignId}` })
    return (view.json() as { challenge: Challenge }).challenge
  }

  it('lets a solved challenge in once; the same person sending again is a duplicate, another is refused', async () => {
    const campaignId = await world.newCampaign({ challenge: 'proof_of_work' })
    const challenge = await solved(await challengeOf(campaignId))
    const [mine, other] = [submission(phoneNumber(1), { challenge }), submission(phoneNumber(2), { challenge })]
    expect((await verdictOf(campaignId, { body: mine })).outcome).toBe('accepted')
    expect((await verdictOf(campaignId, { body: mine })).outcome).toBe('duplicate')
    const refused = await post(campaignId, { body: other })
    expect(refused.problem().errors).toMatchObject([{ pointer: '/challenge', code: 'challenge_failed' }])
  })

  it('takes a retry with a fresh challenge for the same submission', async () => {
    const campaignId = await world.newCampaign({ challenge: 'proof_of_work' })
    const headers = { 'idempotency-key': '"retry"' }
    const send = async () =>
      post(campaignId, {
        body: submission(undefined, { challenge: await solved(await challengeOf(campaignId)) }),
        headers,
      })
    const [first, again] = [await send(), await send()]
    expect([again.status, again.text]).toEqual([first.status, first.text])
  })

  it('refuses one of another campaign', async () => {
    const [a, b] = [
      await world.newCampaign({ challenge: 'proof_of_work' }),
      await world.newCampaign({ challenge: 'proof_of_work' }),
    ]
    const challenge = await solved(await challengeOf(a))
    const reply = await post(b, { body: submission(undefined, { challenge }) })
    expect(reply.problem().errors).toMatchObject([{ pointer: '/challenge', code: 'challenge_failed' }])
  })

  it('is not shown where the campaign asks for none', async () => {
    expect(await challengeOf(world.campaignId)).toBeUndefined()
  })
})

describe('after the answer of a write was lost', () => {
  it('the one who made the lead is told so, and it is counted once', async () => {
    const campaignId = await world.newCampaign()
    host.engine.fail('PutItem', { kind: 'drop' }, { holding: campaignId })
    const reply = await post(campaignId, { body: submission() })
    expect([reply.status, LeadVerdict.parse(reply.json()).outcome]).toEqual([201, 'accepted'])
    expect(
      await eventually(
        () => countsOf(campaignId),
        ({ captured }) => captured === 1,
      ),
    ).toMatchObject({ repeated: 0 })
  })

  it('a repeat is counted once', async () => {
    const campaignId = await world.newCampaign()
    const { leadId } = await verdictOf(campaignId, { body: submission() })
    host.engine.fail('UpdateItem', { kind: 'lose' }, { holding: leadId })
    expect((await post(campaignId, { body: submission() })).status).toBe(200)
    await post(campaignId, { body: submission() })
    const counts = await eventually(
      () => countsOf(campaignId),
      ({ repeated = 0 }) => repeated >= 2,
    )
    expect(counts.repeated).toBe(2)
    const ids = () => new Set(eventsOf(leadId).map(({ detail }) => detail.id))
    await eventually(ids, ({ size }) => size === 3)
  })

  it('a transaction that met another one is tried again', async () => {
    const campaignId = await world.newCampaign()
    host.engine.fail(
      'TransactWriteItems',
      { kind: 'cancel', reasons: ['TransactionConflict', 'None'] },
      { times: 2, holding: campaignId },
    )
    const reply = await post(campaignId, { body: submission(), headers: { 'idempotency-key': '"c"' } })
    expect(reply.status).toBe(201)
  })
})
