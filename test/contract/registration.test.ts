import { beforeAll, describe, expect, it } from 'vitest'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { eventually, send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { type Onboarding, startOnboarding, type Visit } from '../harness/onboarding.ts'
import { phoneNumber } from '../harness/samples.ts'

let on: Onboarding
beforeAll(async () => {
  on = await startOnboarding()
  for (const campaign of ['one', 'two', 'three']) await on.newCampaign(campaign)
})

let made = 0
const newPhone = (): string => phoneNumber(5_000 + ++made)
const business = { name: '金丝雀五金店', contactName: '欧阳金丝雀' }
const { appId } = MINI_PROGRAM

let addresses = 0
const withAddress = (visit: Visit): Visit => ({ ...visit, address: `198.51.100.${++addresses}` })
const lead = async (phone: string, campaign = 'one') => withAddress(await on.newLead(campaign, phone))

const withCode = async (phone: string, visit: Visit) => {
  expect((await on.sendCode(visit)).status).toBe(202)
  return { phoneCode: await on.codeAt(phone), business }
}

const view = async ({ leadId }: Visit, token: string) =>
  (await send(on.host.url, 'GET', `/v1/leads/${leadId}`, { key: token })).json() as {
    milestones: Record<string, string>
    next: string[]
  }

const published = (leadId: string) =>
  eventually(
    () => on.host.busEvents().filter(({ detail }) => detail.leadId === leadId && detail.type === 'lead.registered'),
    (events) => events.length > 0,
  )

describe('a registration', () => {
  it('makes the lead a customer, tells it to the bank, and gives a token that may see so', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const reply = await on.register(visit, {
      ...(await withCode(phone, visit)),
      business: { ...business, uscc: '91350100m000100y43' },
    })
    expect(reply.status).toBe(201)
    const { customerId, outcome, leadToken } = reply.json()
    expect({ customerId, outcome }).toEqual({
      customerId: expect.stringMatching(/^cu_[a-z2-7]{20}$/),
      outcome: 'registered',
    })
    expect(await published(visit.leadId)).toMatchObject([{ detail: { customerId, data: { outcome: 'registered' } } }])
    expect((await view(visit, leadToken)).milestones).toHaveProperty('registered')
    expect((await view(visit, leadToken)).next).toEqual(['applied'])
    expect((await view(visit, visit.leadToken)).milestones).not.toHaveProperty('registered')
  })

  it('sent again is answered as the first time, and happens once', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const body = await withCode(phone, visit)
    const first = await on.register(visit, body)
    const again = await on.register(visit, body)
    expect([again.status, again.text]).toEqual([201, first.text])
    expect(await published(visit.leadId)).toHaveLength(1)
    expect((await on.register(visit, { ...body, business: { ...business, name: 'another' } })).problem().code).toBe(
      'code_expired',
    )
  })

  it('is one transaction, after one write for the try', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const body = await withCode(phone, visit)
    const { seen } = await on.host.engine.watch(() => on.register(visit, body))
    const own = seen.filter((request) => /CODE#|IDENTITY#/.test(request.body) && !request.operation.startsWith('Get'))
    expect(own.map(({ operation }) => operation)).toEqual(['UpdateItem', 'TransactWriteItems'])
  })

  it('with a new code and the same data is answered with a fresh token, and uses the code up', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const first = (await on.register(visit, await withCode(phone, visit))).json()
    on.forward(61)
    const today = { ...visit, leadToken: (await on.newLead('one', phone)).leadToken }
    const body = await withCode(phone, today)
    const again = await on.register(today, body)
    expect(again.json()).toMatchObject({ customerId: first.customerId, outcome: 'registered' })
    expect(again.json().leadToken).not.toBe(first.leadToken)
    expect((await on.register(today, body)).text).toBe(again.text)
    const other = await on.register(today, { ...body, business: { ...business, name: 'another' } })
    expect(other.problem().code).toBe('code_expired')
  })

  it('with an idempotency key is answered again after the code has expired, and not for another body', async () => {
    const phone = newPhone()
    const visit = { ...(await lead(phone)), headers: { 'idempotency-key': '"one"' } }
    const body = await withCode(phone, visit)
    const first = await on.register(visit, body)
    on.forward(3600)
    const again = await on.register(visit, body)
    expect([again.status, again.text]).toEqual([201, first.text])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const other = await on.register(visit, { ...body, phoneCode: '000000' })
    expect(other.problem()).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  })

  it('with a new code and other data corrects the business and is no second event', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const first = await on.register(visit, await withCode(phone, visit))
    on.forward(61)
    const corrected = { ...(await withCode(phone, visit)), business: { ...business, name: '金丝雀五金有限公司' } }
    const reply = await on.register(visit, corrected)
    expect(reply.json()).toMatchObject({ customerId: first.json().customerId, outcome: 'registered' })
    expect(await published(visit.leadId)).toHaveLength(1)
  })

  it('names every field that is wrong', async () => {
    const visit = await lead(newPhone())
    const bad = { phoneCode: '12', wechatPhoneCode: 'x', business: { name: ' ', uscc: '91350100M000100Y44' } }
    const { errors = [] } = (await on.register(visit, bad)).problem()
    expect(errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`).sort()).toEqual([
      '/business/contactName required',
      '/business/name too_short',
      '/business/uscc uscc_invalid',
      '/phoneCode invalid',
    ])
    const neither = (await on.register(visit, { business })).problem()
    expect(neither.errors).toMatchObject([{ pointer: '/phoneCode' }])
    const noApp = (await on.register(visit, { business, wechatPhoneCode: 'x' })).problem()
    expect(noApp.errors).toMatchObject([{ pointer: '/appId' }])
  })

  it('of another lead, or of one that was not accepted, is refused', async () => {
    const [mine, other] = [await lead(newPhone()), await lead(newPhone())]
    const body = { phoneCode: '123456', business }
    const foreign = await on.register({ ...mine, leadToken: other.leadToken }, body)
    expect(foreign.problem()).toMatchObject({ status: 403, code: 'wrong_lead' })
    await on.newCampaign('paused', { status: 'paused' })
    const refused = await on.newLead('paused', newPhone())
    for (const reply of [await on.register(refused, body), await on.sendCode(refused)])
      expect(reply.problem()).toMatchObject({ status: 409, code: 'lead_not_accepted' })
  })

  it('is offered where the campaign says by which account', async () => {
    await on.newCampaign('without', { registration: undefined })
    await on.newCampaign('unset', { registration: { sms: { connection: 'none' }, wechat: { connection: 'none' } } })
    for (const [campaign, hint] of [
      ['without', 'registration.'],
      ['unset', 'PUT /v1/connections/'],
    ] as const) {
      const visit = withAddress(await on.newLead(campaign, newPhone()))
      const byCode = await on.sendCode(visit)
      const byTap = await on.register(visit, { wechatPhoneCode: 'x', appId, business })
      for (const reply of [byCode, byTap])
        expect(reply.problem()).toMatchObject({
          status: 409,
          code: 'registration_not_offered',
          detail: expect.stringContaining(hint),
        })
    }
  })
})

describe('one customer per phone', () => {
  it('a second lead with the phone is the same customer, keeps its own attribution, and is not counted', async () => {
    const phone = newPhone()
    const [first, second] = [await lead(phone, 'one'), await lead(phone, 'two')]
    const { customerId } = (await on.register(first, await withCode(phone, first))).json()
    on.forward(61)
    const reply = (await on.register(second, await withCode(phone, second))).json()
    expect(reply).toMatchObject({ customerId, outcome: 'already_registered' })
    const [event] = await published(second.leadId)
    expect(event?.detail).toMatchObject({ campaignId: 'two', customerId, data: { outcome: 'already_registered' } })
    const { milestones, next } = await view(second, reply.leadToken)
    expect(milestones).not.toHaveProperty('registered')
    expect(next).toEqual(['applied'])
  })

  it('of two leads that register at once, one is registered and the other already is', async () => {
    for (let round = 0; round < 5; round++) {
      const phone = newPhone()
      const leads = await Promise.all(['one', 'two', 'three'].map((campaign) => lead(phone, campaign)))
      const codes = await Promise.all(
        leads.map(async () => ({ wechatPhoneCode: await on.outside.tap(phone, { appId }), appId, business })),
      )
      const replies = await Promise.all(leads.map((visit, i) => on.register(visit, codes[i] ?? {})))
      const answers = replies.map((reply) => reply.json())
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
        'already_registered',
        'already_registered',
        'registered',
      ])
      expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(1)
    }
  })

  it('a lead that registers five times at once is registered once', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const body = await withCode(phone, visit)
    const replies = await Promise.all(Array.from({ length: 5 }, () => on.register(visit, body)))
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(await published(visit.leadId)).toHaveLength(1)
  })

  it('a lead that was read before another request registered it, and its code after, is registered once', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const body = await withCode(phone, visit)
    on.host.engine.fail('UpdateItem', { kind: 'refuse', error: 'ThrottlingException' }, { holding: 'CODE#' })
    const late = on.register(visit, body)
    await eventually(
      () => on.host.engine.waiting(),
      (faults) => faults === 0,
    )
    const early = await on.register(visit, body)
    expect(early.status).toBe(201)
    expect((await late).text).toBe(early.text)
  })
})

describe('a WeChat phone code', () => {
  const tapped = async (phone: string) => ({ wechatPhoneCode: await on.outside.tap(phone, { appId }), appId, business })

  it('registers in one tap, and again with the same code is answered as the first time', async () => {
    const phone = newPhone()
    const visit = await lead(phone)
    const body = await tapped(phone)
    const first = await on.register(visit, body)
    expect(first.json()).toMatchObject({ outcome: 'registered' })
    expect((await on.register(visit, body)).text).toBe(first.text)
  })

  it('of another lead is expired; another phone, a foreign number and another mini program are refused', async () => {
    const phone = newPhone()
    const [visit, other] = [await lead(phone), await lead(newPhone())]
    const body = await tapped(phone)
    await on.register(visit, body)
    expect((await on.register(other, body)).problem().code).toBe('code_expired')
    const ofAnother = await on.register(other, await tapped(phone))
    expect(ofAnother.problem().errors).toMatchObject([{ pointer: '/wechatPhoneCode', code: 'phone_invalid' }])
    const wechatPhoneCode = await on.outside.tap('5551234567', { appId, countryCode: '1' })
    const foreign = await on.register(other, { wechatPhoneCode, appId, business })
    expect(foreign.problem().errors).toMatchObject([{ pointer: '/wechatPhoneCode', code: 'phone_invalid' }])
    const app = await on.register(other, { wechatPhoneCode: 'x', appId: 'wx-other', business })
    expect(app.problem().errors).toMatchObject([{ pointer: '/appId', code: 'not_an_option' }])
  })

  it('that WeChat does not read is 503', async () => {
    const phone = newPhone()
    const [visit, body] = [await lead(phone), await tapped(phone)]
    await on.outside.breakNext('wechat', '5xx')
    const reply = await on.register(visit, body)
    expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await on.register(visit, body)).status).toBe(201)
  })
})

it('no phone and no name is in the table, on the bus or in the log', async () => {
  const stored = JSON.stringify([await allItems(on.host.dynamodb), on.host.busEvents(), on.host.logs])
  expect(stored).toContain('IDENTITY#phone#')
  for (const canary of [
    '金丝雀',
    '91350100M000100Y43',
    ...Array.from({ length: made }, (_, i) => phoneNumber(5_001 + i)),
  ])
    for (const form of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64').replace(/=+$/, '')])
      expect(stored.includes(form)).toBe(false)
})
