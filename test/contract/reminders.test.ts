import { beforeAll, describe, expect, it } from 'vitest'
import { reminderStore } from '../../shared/store/reminderStore.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { type Onboarding, startOnboarding, type Visit } from '../harness/onboarding.ts'
import { phoneNumber } from '../harness/samples.ts'

let on: Onboarding
beforeAll(async () => {
  on = await startOnboarding()
  await on.newCampaign('reminds', { chain: 'official_account' })
})

let made = 0
const someone = (more: Record<string, unknown> = {}): Promise<Visit> =>
  on.newLead('reminds', phoneNumber(33_000 + ++made), more)

const YES = { kind: 'official_account', templateId: 'repayment-due', accepted: true }
const NO = { ...YES, accepted: false }

const tell = ({ leadId, leadToken: key }: Visit, body: object, idempotencyKey?: string) =>
  on.call('POST', `/v1/leads/${leadId}/reminders`, {
    key,
    body,
    ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': `"${idempotencyKey}"` } }),
  })

const published = (leadId: string) =>
  on.host.busEvents().filter(({ detail }) => detail.leadId === leadId && detail.type === 'lead.reminded')

const beside = async ({ leadId }: Visit) =>
  (await allItems(on.host.dynamodb)).filter(
    ({ pk, sk }) => pk?.S === `LEAD#${leadId}` && sk?.S?.startsWith('REMINDER#'),
  )

const balance = ({ leadId }: Visit) => reminderStore(on.installation.table).balance(leadId, YES.templateId)

describe('the answer to a reminder', () => {
  it('is good for one message each time, and the first one reaches `reminded`, told once', async () => {
    const lead = await someone()
    const replies = [await tell(lead, YES), await tell(lead, YES)]
    expect(replies.map(({ status, json }) => [status, json()])).toEqual([
      [201, { accepted: true, messages: 1 }],
      [201, { accepted: true, messages: 2 }],
    ])
    await eventually(
      () => published(lead.leadId),
      (events) => events.length > 0,
    )
    expect(published(lead.leadId)).toHaveLength(1)
    const seen = await send(on.host.url, 'GET', `/v1/leads/${lead.leadId}`, { key: lead.leadToken })
    expect(seen.json()).toMatchObject({ milestones: { reminded: on.now().toISOString() } })
    expect(await beside(lead)).toMatchObject([{ kind: { S: 'official_account' } }, { kind: { S: 'official_account' } }])
  })

  it('that refuses leaves nothing and tells what is left', async () => {
    const lead = await someone()
    expect((await tell(lead, NO)).json()).toEqual({ accepted: false, messages: 0 })
    expect(await beside(lead)).toEqual([])
    await tell(lead, YES)
    expect((await tell(lead, NO)).json()).toEqual({ accepted: false, messages: 1 })
  })

  it('is about one template, or about none', async () => {
    const lead = await someone()
    const { templateId, ...bare } = YES
    await tell(lead, YES)
    expect((await tell(lead, { ...YES, templateId: 'repayment' })).json().messages).toBe(1)
    expect((await tell(lead, bare)).json().messages).toBe(1)
    expect((await tell(lead, { ...bare, kind: 'mini_program' })).json().messages).toBe(2)
    expect(await balance(lead)).toBe(1)
  })

  it('is counted for each of a hundred at once, and `reminded` is reached once', async () => {
    const lead = await someone()
    const replies = await Promise.all(Array.from({ length: 100 }, () => tell(lead, YES)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    expect(Math.max(...replies.map(({ json }) => json().messages))).toBe(100)
    expect(await balance(lead)).toBe(100)
    await eventually(
      () => published(lead.leadId),
      (events) => events.length > 0,
    )
    expect(published(lead.leadId)).toHaveLength(1)
  })

  it('is kept in the transaction that reaches `reminded`', async () => {
    const lead = await someone()
    const { seen } = await on.host.engine.watch(() => tell(lead, YES))
    const own = seen.filter(({ body }) => /REMINDER#/.test(body)).map(({ operation }) => operation)
    expect(own).toEqual(['TransactWriteItems', 'Query'])
  })

  it('of a bot is taken alike and leaves nothing', async () => {
    const bot = await someone({ website: 'https://spam.example' })
    expect((await tell(bot, YES)).json()).toEqual({ accepted: true, messages: 1 })
    expect((await tell(bot, NO)).json()).toEqual({ accepted: false, messages: 0 })
    expect(await beside(bot)).toEqual([])
  })

  it('is of the lead itself, which was accepted', async () => {
    const [lead, other] = [await someone(), await someone()]
    expect((await tell({ ...other, leadId: lead.leadId }, YES)).problem().code).toBe('wrong_lead')
    await on.newCampaign('reminds-nobody', { status: 'paused' })
    const refused = await on.newLead('reminds-nobody', phoneNumber(33_999))
    expect((await tell(refused, YES)).problem()).toMatchObject({ status: 409, code: 'lead_not_accepted' })
  })

  it.each([
    ['/kind', { ...YES, kind: 'sms' }],
    ['/accepted', { ...YES, accepted: 'yes' }],
    ['/templateId', { ...YES, templateId: 'a#b' }],
    ['/templateId', { ...YES, templateId: '' }],
  ])('is refused for a bad %s: %j', async (pointer, body) => {
    expect((await tell(await someone(), body)).problem().errors).toMatchObject([{ pointer }])
  })
})

describe('an idempotency key', () => {
  it('is answered as the first time, whatever was answered since', async () => {
    const lead = await someone()
    const first = await tell(lead, YES, 'one')
    await tell(lead, YES)
    const again = await tell(lead, YES, 'one')
    expect([again.status, again.text]).toEqual([201, first.text])
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    expect(await balance(lead)).toBe(2)
  })

  it.each([
    ['another answer', NO],
    ['another template', { ...YES, templateId: 'other' }],
    ['another kind', { ...YES, kind: 'mini_program' }],
  ])('with %s is refused', async (_what, body) => {
    const lead = await someone()
    await tell(lead, YES, 'two')
    expect((await tell(lead, body, 'two')).problem()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    expect(await beside(lead)).toHaveLength(1)
  })

  it('of a refusal is kept too', async () => {
    const lead = await someone()
    const first = await tell(lead, NO, 'three')
    await tell(lead, YES)
    expect((await tell(lead, NO, 'three')).text).toBe(first.text)
    expect((await tell(lead, YES, 'three')).problem().code).toBe('idempotency_key_reused')
  })

  it('of one lead is nothing to another', async () => {
    const [lead, other] = [await someone(), await someone()]
    await tell(lead, YES, 'four')
    expect((await tell(other, NO, 'four')).json()).toEqual({ accepted: false, messages: 0 })
  })

  it('that comes fifty times at once is one consent with one answer', async () => {
    const lead = await someone()
    const replies = await Promise.all(Array.from({ length: 50 }, () => tell(lead, YES, 'five')))
    expect(new Set(replies.map(({ text }) => text))).toEqual(new Set(['{"accepted":true,"messages":1}']))
    expect(await balance(lead)).toBe(1)
  })

  it('whose answer was lost is one consent when it comes again', async () => {
    const lead = await someone()
    on.host.engine.fail('Query', { kind: 'down' }, { times: 100, holding: lead.leadId })
    const lost = await tell(lead, YES, 'six').finally(() => on.host.engine.heal())
    expect(lost.problem().code).toBe('store_unavailable')
    expect((await tell(lead, YES, 'six')).json()).toEqual({ accepted: true, messages: 1 })
    expect(await balance(lead)).toBe(1)
  })
})
