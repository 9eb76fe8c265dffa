import { beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '../../shared/contract/scope.ts'
import { send } from '../harness/client.ts'
import { startGate } from '../harness/gate.ts'
import { partnerTerms, setPartner } from '../harness/partners.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { assertStatus } from './asking.ts'

let host: TestHost
let gate: ReturnType<typeof startGate>
beforeAll(async () => {
  host = await startTestHost()
  gate = startGate(host)
})

const SAME_SITE = { 'sec-fetch-site': 'same-origin' }

/** The cookie of somebody who signed in with a key of these scopes. */
const signedIn = async (scopes: Scope[], partnerId?: string): Promise<string> => {
  const wanted = { name: 'staff', scopes, ...(partnerId !== undefined && { partnerId }) }
  const { key } = assertStatus(await gate.ask('POST', '/v1/keys', { body: wanted }), 201).json() as { key: string }
  const raw = new URLSearchParams({ key })
  const reply = assertStatus(await send(host.url, 'POST', '/console/session', { raw, headers: SAME_SITE }), 303)
  return `${reply.headers.get('set-cookie')?.split(';')[0]}; tuoke-lang=en`
}

const ALL: Scope[] = ['partners:read', 'partners:write']

const look = async (path: string, cookie: string) =>
  send(host.url, 'GET', `/console/partners${path}`, { headers: { cookie } })
const act = async (path: string, fields: Record<string, string>, cookie: string) =>
  send(host.url, 'POST', `/console/partners${path}`, {
    raw: new URLSearchParams(fields),
    headers: { cookie, ...SAME_SITE },
  })

/** A partner that a test paused for the duplicates it brought. */
const pausedPartner = async () => {
  const limits = { maxDuplicateRate: 0.1 }
  const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 200 }, { limits })
  for (let n = 0; n < 13; n++) await gate.bring(campaignId, 900, partnerId)
  await gate.watch()
  return { partnerId, campaignId, limits }
}

describe('partners in the console', () => {
  it('are listed with what they bring and cost, how they stand, and why they are paused', async () => {
    const { partnerId, campaignId } = await gate.newPartner({ dailyCap: 200 })
    await gate.bring(campaignId, 901, partnerId)
    const paused = await pausedPartner()
    const { status, text } = await look('', await signedIn(['partners:read']))
    expect(status).toBe(200)
    const rowOf = (id: string) => text.split('<tr>').find((row) => row.includes(`/console/partners/${id}"`)) ?? ''
    for (const part of ['Active', '¥80.00', '1 / 200', 'no limit']) expect(rowOf(partnerId)).toContain(part)
    for (const part of ['Paused', 'Too many duplicates', '92.3%', 'Not kept'])
      expect(rowOf(paused.partnerId)).toContain(part)
    expect(text).toContain('<a href="/console/partners" aria-current="page">Partners</a>')
  })

  it('say by which numbers they were paused, and are let in again by a person', async () => {
    const { partnerId } = await pausedPartner()
    const cookie = await signedIn(ALL)
    const { text } = await look(`/${partnerId}`, cookie)
    for (const part of [
      'Of 13 leads from',
      '12 were duplicates: 92.3%',
      'a bad share of 10.0%',
      'against 20.0%',
      'α = 0.001',
    ])
      expect(text).toContain(part)
    expect(text).toContain('12 / 13')
    const zh = (await look(`/${partnerId}?lang=zh`, cookie)).text
    for (const part of ['重复率过高', '13 条留资中有 12 条重复', '序贯概率比检验']) expect(zh).toContain(part)

    const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? ''
    const letIn = await act(`/${partnerId}`, { version, status: 'active' }, cookie)
    expect([letIn.status, letIn.text.includes('It is let in.')]).toEqual([200, true])
    expect((await gate.standing(partnerId)).settings.status).toBe('active')
    const stale = await act(`/${partnerId}`, { version, status: 'paused' }, cookie)
    expect([stale.status, stale.text.includes('Somebody else changed this partner.')]).toEqual([409, true])
    const again = await act(`/${partnerId}`, { version: String(Number(version) + 1), status: 'paused' }, cookie)
    expect(again.text).toContain('Paused by somebody')
    expect(await gate.standing(partnerId)).toMatchObject({ pausedBecause: { reason: 'operator' } })
  })

  it('keep their secret and their terms whoever lets them in', async () => {
    const secrets = ['whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo5ODc2NTQ=']
    const { partnerId, campaignId } = await gate.newPartner({}, { status: 'paused', secrets })
    await act(`/${partnerId}`, { version: '1', status: 'active' }, await signedIn(ALL))
    const terms = [partnerTerms([campaignId])]
    expect(await gate.standing(partnerId)).toMatchObject({ hasSecret: true, settings: { status: 'active', terms } })
  })

  it('have their statement as a file for Excel', async () => {
    const { partnerId, campaignId } = await gate.newPartner()
    await gate.bring(campaignId, 902, partnerId)
    await gate.statement(partnerId)
    const cookie = await signedIn(['partners:read'])
    const { status, text, headers } = await look(`/${partnerId}/statement?month=${gate.today().slice(0, 7)}`, cookie)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(text).toMatch(/^\ufeffday,.*\n.*,accepted,,8000,8000\n$/)
    expect((await look(`/${partnerId}/statement?month=soon`, cookie)).status).toBe(422)
  })

  it('are set by nobody who may only look, and another partner’s key sees none of it', async () => {
    const { partnerId } = await gate.newPartner()
    const { partnerId: other } = await gate.newPartner()
    const reader = await signedIn(['partners:read'])
    expect((await look(`/${partnerId}`, reader)).text).not.toContain('name="version"')
    expect((await act(`/${partnerId}`, { version: '1', status: 'paused' }, reader)).status).toBe(403)
    const theirs = await signedIn(ALL, other)
    expect((await look('', theirs)).text).not.toContain(`/console/partners/${partnerId}"`)
    for (const path of [`/${partnerId}`, `/${partnerId}/statement?month=2026-11`])
      expect((await look(path, theirs)).status).toBe(403)
    expect((await act(`/${other}`, { version: '1', status: 'paused' }, theirs)).status).toBe(403)
    expect((await look('/pt_nobody', reader)).status).toBe(404)
    await setPartner(host, partnerId, { name: '<b>甲</b>' })
    expect((await look(`/${partnerId}`, reader)).text).toContain('&lt;b&gt;甲&lt;/b&gt;')
  })
})
