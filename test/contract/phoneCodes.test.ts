import { beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { type Onboarding, startOnboarding, type Visit } from '../harness/onboarding.ts'
import { phoneNumber } from '../harness/samples.ts'

let on: Onboarding
beforeAll(async () => {
  on = await startOnboarding()
  await on.newCampaign('codes')
})

let made = 0
let addresses = 0
/** A lead of a phone that no other test uses, asked for from an address that no other test uses. */
const someone = async (more: Record<string, unknown> = {}) => {
  const phone = phoneNumber(7_000 + ++made)
  const visit = { ...(await on.newLead('codes', phone, more)), address: `198.51.100.${++addresses}` }
  return { phone, visit }
}

const business = { name: '示例商贸有限公司', contactName: '张三' }
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const codesOf = (replies: { problem: () => { code: string }; status: number }[]) =>
  replies.map((reply) => (reply.status < 300 ? String(reply.status) : reply.problem().code))
const countOf = (codes: string[]) =>
  Object.fromEntries([...new Set(codes)].sort().map((code) => [code, codes.filter((one) => one === code).length]))

describe('a phone code', () => {
  it('goes to the phone of the lead, good for five minutes, and the answer is the same whoever is known', async () => {
    const { phone, visit } = await someone()
    const reply = await on.sendCode(visit)
    expect(reply.status).toBe(202)
    expect(reply.json()).toEqual({ expiresAt: expect.any(String), resendAfterSeconds: 60 })
    expect(await on.codeAt(phone)).toMatch(/^\d{6}$/)
    const known = await someone()
    await on.sendCode(known.visit)
    await on.register(known.visit, { phoneCode: await on.codeAt(known.phone), business })
    on.forward(61)
    const again = await on.sendCode(known.visit)
    const unknown = await on.sendCode((await someone()).visit)
    expect(Object.keys(again.json())).toEqual(Object.keys(unknown.json()))
    expect([again.status, unknown.status]).toEqual([202, 202])
  })

  it('goes to no other phone: a token can be had by whoever knows the number', async () => {
    const { phone, visit } = await someone()
    const other = phoneNumber(6_999)
    for (const reply of [
      await on.sendCode(visit, { phone: other }),
      await on.register(visit, { phoneCode: '123456', phone: other, business }),
    ])
      expect(reply.problem().errors).toMatchObject([{ pointer: '/phone', code: 'phone_invalid' }])
    expect(await on.outside.inbox(other)).toEqual([])
    expect((await on.sendCode(visit, { phone: `+86 ${phone}` })).status).toBe(202)
  })

  it('is one in 60 seconds and five in 24 hours, and says when there is another', async () => {
    const { visit } = await someone()
    const waits: number[] = []
    for (let sent = 1; sent <= 5; sent++) {
      expect((await on.sendCode(visit)).status).toBe(202)
      const refused = await on.sendCode(visit)
      expect(refused.problem()).toMatchObject({ status: 429, code: 'too_many_codes' })
      waits.push(Number(refused.headers.get('retry-after')))
      on.forward(sent === 1 ? 60 : 1000)
    }
    expect(waits).toEqual([60, 60, 60, 60, 24 * 3600 - 60 - 3 * 1000])
    on.forward((waits.at(-1) ?? 0) - 1001)
    expect((await on.sendCode(visit)).problem().code).toBe('too_many_codes')
    on.forward(1)
    expect((await on.sendCode(visit)).status).toBe(202)
  })

  it('is sent once when a hundred ask for it at once', async () => {
    const { phone, visit } = await someone()
    const replies = await Promise.all(Array.from({ length: 100 }, () => on.sendCode(visit)))
    expect(countOf(codesOf(replies))).toEqual({ 202: 1, too_many_codes: 99 })
    expect(await on.outside.inbox(phone)).toHaveLength(1)
  })

  it('is sent to twenty phones when one address asks for a hundred at once, and the others may have it elsewhere', async () => {
    const phones = Array.from({ length: 100 }, (_, i) => phoneNumber(8_000 + i))
    const visits = await Promise.all(phones.map((phone) => on.newLead('codes', phone)))
    const replies = await Promise.all(visits.map((visit) => on.sendCode({ ...visit, address: '203.0.113.8' })))
    expect(countOf(codesOf(replies))).toEqual({ 202: 20, too_many_codes: 80 })
    const refused = visits.filter((_, i) => replies[i]?.status === 429)
    const elsewhere = refused.slice(0, 1).map((visit) => on.sendCode({ ...visit, address: '203.0.113.9' }))
    expect((await Promise.all(elsewhere)).map(({ status }) => status)).toEqual([202])
  })

  it('that the provider did not send does not count, and 503 says when to come again', async () => {
    const { phone, visit } = await someone()
    for (const fault of ['5xx', 'refuse_signature', 'malformed'] as const) {
      await on.outside.breakNext('tencent_cloud', fault)
      const reply = await on.sendCode(visit)
      expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await on.sendCode(visit)).status).toBe(202)
    expect(await on.outside.inbox(phone)).toHaveLength(1)
  })

  it('that timed out may have arrived: it counts and is good', async () => {
    const { phone, visit } = await someone()
    await on.outside.breakNext('tencent_cloud', 'timeout')
    const reply = await on.sendCode(visit)
    expect(reply.problem().code).toBe('provider_unavailable')
    expect(reply.headers.get('retry-after')).toBe('60')
    expect((await on.sendCode(visit)).problem().code).toBe('too_many_codes')
    expect(await on.outside.inbox(phone)).toHaveLength(0)
  })

  it('costs nothing for a bot, which is told the same', async () => {
    const { phone, visit } = await someone({ website: 'https://spam.example' })
    expect((await on.sendCode(visit)).status).toBe(202)
    expect(await on.outside.inbox(phone)).toEqual([])
    expect((await on.register(visit, { phoneCode: '000000', business })).problem().code).toBe('code_wrong')
  })

  it('is kept as a hash alone, and never with the phone', async () => {
    const { phone, visit } = await someone()
    await on.sendCode(visit)
    const code = await on.codeAt(phone)
    const items = (await allItems(on.host.dynamodb)).filter(({ pk }) => pk?.S?.startsWith('CODE#'))
    expect(items.length).toBeGreaterThan(0)
    expect(JSON.stringify(items)).not.toMatch(new RegExp(`${phone}|"${code}"`))
    expect(on.host.logs.join('')).not.toContain(phone)
  })
})

describe('a try', () => {
  const withCode = async (): Promise<{ phone: string; visit: Visit & { address: string }; code: string }> => {
    const { phone, visit } = await someone()
    await on.sendCode(visit)
    return { phone, visit, code: await on.codeAt(phone) }
  }

  it('is one of five when a hundred come at once, the right one among them or not', async () => {
    const { visit, code } = await withCode()
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => on.register(visit, { phoneCode: wrong(code), business })),
    )
    expect(countOf(codesOf(replies))).toEqual({ code_wrong: 5, too_many_tries: 95 })
    const late = await on.register(visit, { phoneCode: code, business })
    expect(late.problem()).toMatchObject({ status: 429, code: 'too_many_tries' })
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('after four wrong ones may still be right', async () => {
    const { visit, code } = await withCode()
    for (let tries = 0; tries < 4; tries++)
      expect((await on.register(visit, { phoneCode: wrong(code), business })).problem()).toMatchObject({
        status: 422,
        code: 'code_wrong',
      })
    expect((await on.register(visit, { phoneCode: code, business })).status).toBe(201)
  })

  it('comes too late after five minutes', async () => {
    const { visit, code } = await withCode()
    on.forward(5 * 60)
    expect((await on.register(visit, { phoneCode: code, business })).problem()).toMatchObject({
      status: 422,
      code: 'code_expired',
    })
  })

  it('with a code of before the last one is wrong', async () => {
    const { phone, visit, code } = await withCode()
    on.forward(60)
    await on.sendCode(visit)
    const now = await eventually(
      () => on.codeAt(phone),
      (newest) => newest !== code,
    )
    expect((await on.register(visit, { phoneCode: code, business })).problem().code).toBe('code_wrong')
    expect((await on.register(visit, { phoneCode: now, business })).status).toBe(201)
  })

  it('by another lead of the same phone is refused and takes none from whom the code was sent for', async () => {
    const { phone, visit, code } = await withCode()
    await on.newCampaign('codes-of-others')
    const other = await on.newLead('codes-of-others', phone)
    for (let tries = 0; tries < 6; tries++)
      expect((await on.register(other, { phoneCode: code, business })).problem().code).toBe('code_expired')
    expect((await on.register(visit, { phoneCode: code, business })).status).toBe(201)
  })
})
