import { beforeAll, describe, expect, it } from 'vitest'
import { depsOn as inboundOn } from '../../functions/callbacks/installed.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { follow } from '../../shared/followers/follow.ts'
import type { OwnAccount } from '../../shared/followers/followerDeps.ts'
import { keyedLead, keyedLeadId } from '../../shared/followers/keyedLead.ts'
import { signLeadToken } from '../../shared/security/leadToken.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { invitationStore } from '../../shared/store/invitationStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { eventually, send } from '../harness/client.ts'
import { type Onboarding, startOnboarding, type Visit } from '../harness/onboarding.ts'
import { phoneNumber, submission } from '../harness/samples.ts'

const business = { name: '金丝雀五金店', contactName: '欧阳金丝雀' }
const consent = { version: '2026-11', purposes: ['contact'] }
const invitations = { official_account: { connection: 'main' } }
const { appId } = MINI_PROGRAM

let on: Onboarding
beforeAll(async () => {
  on = await startOnboarding()
})

let made = 0
const newPhone = (): string => phoneNumber(70_000 + ++made)

/** A campaign of its own, so that its funnel shows this test alone. */
const newCampaign = async (): Promise<string> => {
  const campaignId = `joins-${++made}`
  await on.newCampaign(campaignId, { chain: 'official_account', invitations })
  return campaignId
}

const account = (campaign: string): OwnAccount => ({
  kind: 'wechat_official_account',
  id: 'wx0000000000000009',
  connectionId: 'main',
  campaign,
})

const followBy = async (campaignId: string, scene?: string): Promise<Lead> => {
  const deps = inboundOn({ ...on.installation, cacheMs: 0 })
  const follower = `oFollower${String(++made).padStart(19, '0')}`
  const { lead } = await follow(deps, account(campaignId), { follower, at: new Date().toISOString(), scene })
  if (!lead) throw new Error('nobody followed')
  return lead
}

/** Somebody who opened a mini program: a lead without a contact, with its token. */
const opened = async (campaignId: string): Promise<Visit> => {
  const { table, ring } = on.installation
  const campaign = await campaignStore(table).find(campaignId)
  if (!campaign) throw new Error('no campaign')
  const at = new Date().toISOString()
  const key = { kind: 'openid' as const, value: `${appId}/oPerson${++made}` }
  const arrival = { campaign, key, touch: {}, visit: undefined, reached: 'visited' as const, at, cause: 'test' }
  const after = keyedLead(await ring(), arrival)
  await leadStore(table).replaceAll([{ before: undefined, after }])
  return {
    leadId: after.leadId,
    leadToken: signLeadToken(await ring(), after.leadId, at),
    address: `203.0.113.${made}`,
  }
}

const byTap = async (phone: string) => ({ wechatPhoneCode: await on.outside.tap(phone, { appId }), appId, business })

const leadOf = async (leadId: string): Promise<Lead> => {
  const lead = await leadStore(on.installation.table).find(leadId)
  if (!lead) throw new Error('no lead')
  return lead
}

const funnelOf = async (campaignId: string): Promise<Record<string, number>> => {
  const path = `/v1/reports/funnel?campaign=${campaignId}&from=2026-01-01&to=2026-12-31`
  const report = (await send(on.host.url, 'GET', path, { key: on.host.operatorKey() })).json() as {
    total: { counts: Record<string, number> }
  }
  return report.total.counts
}

const funnel = (campaignId: string, expected: Record<string, number>) =>
  eventually(
    () => funnelOf(campaignId),
    (counts) => Object.entries(expected).every(([name, count]) => (counts[name] ?? 0) === count),
  )

describe('somebody without a contact who registers', () => {
  it('leaves the phone with it, and is the same lead when it is left again', async () => {
    const campaign = await newCampaign()
    const [person, phone] = [await opened(campaign), newPhone()]
    const reply = await on.register(person, { ...(await byTap(phone)), consent })
    expect(reply.status).toBe(201)
    expect(reply.json()).toMatchObject({ leadId: person.leadId, outcome: 'registered' })
    expect((await leadOf(person.leadId)).consent).toMatchObject({ version: '2026-11', purposes: ['contact'] })
    const again = await send(on.host.url, 'POST', `/v1/campaigns/${campaign}/leads`, { body: submission(phone) })
    expect(again.json()).toMatchObject({ leadId: person.leadId, outcome: 'duplicate' })
    await funnel(campaign, { visited: 1, captured: 1, registered: 1, repeated: 1 })
  })

  it('must agree to what the campaign requires', async () => {
    const campaign = await newCampaign()
    const person = await opened(campaign)
    const tap = await byTap(newPhone())
    const without = await on.register(person, tap)
    expect(without.problem()).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/consent', code: 'required' }],
    })
    const outdated = await on.register(person, { ...tap, consent: { ...consent, version: '2020-01' } })
    expect(outdated.problem().errors).toMatchObject([{ pointer: '/consent/version', code: 'consent_outdated' }])
    expect((await on.register(person, { ...tap, consent })).status).toBe(201)
  })

  it('by a code must name the phone, and gets it there', async () => {
    const campaign = await newCampaign()
    const [person, phone] = [await opened(campaign), newPhone()]
    expect((await on.sendCode(person)).problem().errors).toMatchObject([{ pointer: '/phone', code: 'required' }])
    expect((await on.sendCode(person, { phone })).status).toBe(202)
    const body = { phoneCode: await on.codeAt(phone), phone, business, consent }
    expect((await on.register(person, body)).json()).toMatchObject({ leadId: person.leadId, outcome: 'registered' })
  })

  it('with a phone that another lead left is joined with it: the earlier goes on, and nothing is counted twice', async () => {
    const campaign = await newCampaign()
    const phone = newPhone()
    const captured = await on.newLead(campaign, phone)
    const person = await opened(campaign)
    const tap = { ...(await byTap(phone)), consent }
    const reply = await on.register(person, tap)
    expect(reply.json()).toMatchObject({ leadId: captured.leadId, outcome: 'registered' })
    expect((await leadOf(person.leadId)).verdict).toEqual({
      status: 'joined',
      into: captured.leadId,
      reason: 'same_phone',
    })
    await funnel(campaign, { visited: 1, captured: 1, registered: 1 })
    const sameAgain = await on.register(person, tap)
    expect([sameAgain.status, sameAgain.text]).toEqual([201, reply.text])
  })

  it('with the phone of a customer of the campaign goes on as that customer', async () => {
    const campaign = await newCampaign()
    const phone = newPhone()
    const customer = await on.newLead(campaign, phone)
    const first = (await on.register({ ...customer, address: '203.0.113.250' }, await byTap(phone))).json()
    const person = await opened(campaign)
    const reply = await on.register(person, { ...(await byTap(phone)), consent })
    expect(reply.json()).toMatchObject({
      leadId: customer.leadId,
      customerId: first.customerId,
      outcome: 'already_registered',
    })
    await funnel(campaign, { registered: 1, captured: 1, visited: 1 })
  })

  it('once when two registrations with the phone come at once', async () => {
    const campaign = await newCampaign()
    const phone = newPhone()
    const people = await Promise.all([opened(campaign), opened(campaign), opened(campaign)])
    const bodies = await Promise.all(people.map(async () => ({ ...(await byTap(phone)), consent })))
    const replies = await Promise.all(people.map((person, i) => on.register(person, bodies[i] ?? {})))
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(replies.map((reply) => reply.json().leadId)).size).toBe(1)
    await funnel(campaign, { visited: 1, captured: 1, registered: 1 })
  })
})

describe('somebody who followed from a page and left a contact there', () => {
  const fromPage = async () => {
    const campaign = await newCampaign()
    const [visitId, phone] = [`visit-${++made}-aaaa`, newPhone()]
    const url = 'https://loan.bank.example/?gdt_vid=wx0abc&utm_campaign=ad-7'
    await send(on.host.url, 'POST', `/v1/campaigns/${campaign}/visits`, { body: { visitId, url } })
    const { table, ring } = on.installation
    const invitationId = `iv_${'abcdefgh'[made % 8]}${'a'.repeat(19)}`
    const at = on.now().toISOString()
    await invitationStore(table).keep(invitationId, {
      campaignId: campaign,
      visitId,
      kind: 'official_account',
      url: 'http://weixin.qq.com/q/test',
      madeAt: at,
      expiresAt: at,
      madeBy: 'test',
    })
    const follower = await followBy(campaign, invitationId)
    expect(follower.leadId).toBe(keyedLeadId(await ring(), campaign, { kind: 'visit', value: visitId }))
    const captured = await on.newLead(campaign, phone, { touch: { url, visitId } })
    return { campaign, phone, follower, captured }
  }

  it('is one lead from the registration on, counted once and where the ad was', async () => {
    const { campaign, phone, follower, captured } = await fromPage()
    await funnel(campaign, { clicked: 1, visited: 1, captured: 1, followed: 1 })
    const reply = await on.register({ ...captured, address: '203.0.113.251' }, await byTap(phone))
    expect(reply.json().leadId).toBe(follower.leadId)
    const lead = await leadOf(follower.leadId)
    expect(Object.keys(lead.milestones).sort()).toEqual(['captured', 'clicked', 'followed', 'registered', 'visited'])
    expect(lead).toMatchObject({ dimensions: { ad: 'ad-7' }, consent: { purposes: ['contact', 'ad_measurement'] } })
    await funnel(campaign, { clicked: 1, visited: 1, captured: 1, followed: 1, registered: 1 })
  })

  it('is two again when an operator says so, counted as if never joined', async () => {
    const { campaign, phone, follower, captured } = await fromPage()
    await on.register({ ...captured, address: '203.0.113.252' }, await byTap(phone))
    const key = on.host.operatorKey()
    const undo = () => send(on.host.url, 'DELETE', `/v1/leads/${captured.leadId}/join`, { key })
    expect((await undo()).json()).toEqual({ leadId: captured.leadId, status: 'accepted' })
    expect((await leadOf(captured.leadId)).verdict).toEqual({ status: 'accepted' })
    expect((await leadOf(follower.leadId)).milestones).not.toHaveProperty('captured')
    await funnel(campaign, { clicked: 1, visited: 1, captured: 1, followed: 1, registered: 1 })
    expect((await undo()).problem().code).toBe('not_joined')
    const nobody = await send(on.host.url, 'DELETE', '/v1/leads/ld_aaaaaaaaaaaaaaaaaaaa/join', { key })
    expect(nobody.problem().code).toBe('lead_not_found')
  })
})
