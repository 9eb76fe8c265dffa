import { beforeAll, describe, expect, it } from 'vitest'
import { openidOf } from '../../infra/local/simulators/people/people.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { keyedLead } from '../../shared/followers/keyedLead.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { campaignStore } from '../../shared/store/campaignStore.ts'
import { leadStore } from '../../shared/store/leadStore.ts'
import { visitStore } from '../../shared/store/visitStore.ts'
import { send } from '../harness/client.ts'
import { INVITATIONS } from '../harness/inviting.ts'
import { allItems } from '../harness/items.ts'
import { type OpeningWorld, startOpening } from '../harness/opening.ts'
import { phoneNumber } from '../harness/samples.ts'

const { appId } = MINI_PROGRAM
const ad = (gdt_vid: string) => ({ touch: { clickIds: { gdt_vid } } })

let world: OpeningWorld
beforeAll(async () => {
  world = await startOpening()
})

let made = 0
const newPerson = (): string => phoneNumber(34_000 + ++made)

/** A campaign of its own, so that its funnel shows this test alone. */
const newCampaign = async (changes: object = {}): Promise<string> => {
  const campaignId = `opens-${++made}`
  await world.on.newCampaign(campaignId, { chain: 'mini_program', invitations: INVITATIONS, ...changes })
  return campaignId
}

describe('somebody who opens the mini program', () => {
  it('is a lead from then on, visited, with a token that is good', async () => {
    const campaignId = await newCampaign()
    const session = await world.open(campaignId, newPerson(), ad('wx0first'))
    const at = world.on.now().toISOString()
    expect(session).toEqual({
      leadId: expect.stringMatching(/^ld_[a-z2-7]{20}$/),
      leadToken: expect.any(String),
      milestones: { clicked: at, visited: at },
      next: ['registered'],
    })
    const seen = await send(world.on.host.url, 'GET', `/v1/leads/${session.leadId}`, { key: session.leadToken })
    expect(seen.json()).toMatchObject({ milestones: session.milestones, next: session.next })
    expect(await world.counts(campaignId, { clicked: 1, visited: 1, captured: 0 })).toBeDefined()
    expect(await world.entries(session.leadId, 1)).toMatchObject([{ type: 'visit.recorded' }])
  })

  it('is known by a sealed openid and unionid, which stand nowhere else, nor does the session key', async () => {
    const campaignId = await newCampaign()
    const phone = newPerson()
    const { leadId } = await world.open(campaignId, phone)
    const openid = openidOf({ phone } as Parameters<typeof openidOf>[0], appId)
    const ring = await world.on.installation.ring()
    expect(await personOf(ring, await world.leadOf(leadId))).toEqual({
      wechat: { appId, openid, unionid: expect.stringMatching(/^o/) },
    })
    const everything = JSON.stringify([await allItems(world.on.host.dynamodb), world.on.host.logs])
    expect(everything).not.toContain(openid)
    expect(everything).not.toContain('session_key')
    expect(everything).not.toContain(MINI_PROGRAM.appSecret)
  })

  it('is the same lead again, and the same launch changes nothing', async () => {
    const campaignId = await newCampaign()
    const phone = newPerson()
    const first = await world.open(campaignId, phone, ad('wx0first'))
    const lead = await world.leadOf(first.leadId)
    world.on.forward(60)
    for (const more of [ad('wx0first'), {}]) {
      const again = await world.open(campaignId, phone, more)
      expect({ ...again, leadToken: '' }).toEqual({ ...first, leadToken: '' })
    }
    expect(await world.leadOf(first.leadId)).toEqual(lead)
  })

  it('is one lead when two sessions start at once, and twenty', async () => {
    const campaignId = await newCampaign()
    for (const many of [2, 20]) {
      const phone = newPerson()
      const sessions = await Promise.all(
        Array.from({ length: many }, () => world.open(campaignId, phone, ad(`wx0a-${many}`))),
      )
      expect(new Set(sessions.map(({ leadId }) => leadId)).size).toBe(1)
    }
    expect(await world.counts(campaignId, { clicked: 2, visited: 2, repeated: 0 })).toBeDefined()
  })

  it('is another lead in another campaign', async () => {
    const phone = newPerson()
    const leads = await Promise.all([await newCampaign(), await newCampaign()].map((id) => world.open(id, phone)))
    expect(new Set(leads.map(({ leadId }) => leadId)).size).toBe(2)
  })

  it('by another ad repeats, once for each ad', async () => {
    const campaignId = await newCampaign()
    const phone = newPerson()
    const { leadId } = await world.open(campaignId, phone, ad('wx0first'))
    for (const click of ['wx0second', 'wx0third']) {
      world.on.forward(1)
      await world.open(campaignId, phone, ad(click))
      await world.open(campaignId, phone, ad(click))
    }
    await world.entries(leadId, 3)
    for (const click of ['wx0second', 'wx0first', 'wx0third']) await world.open(campaignId, phone, ad(click))
    expect(await world.counts(campaignId, { visited: 1, repeated: 2 })).toBeDefined()
    const repeats = (await world.entries(leadId, 3)).filter(({ type }) => type === 'lead.repeated')
    expect(repeats.map(({ details }) => details?.touch?.clickIds)).toEqual([
      { gdt_vid: 'wx0second' },
      { gdt_vid: 'wx0third' },
    ])
  })
})

describe('an opening for a visit', () => {
  it('is counted where and when the visit was, by the invitation or by the visit itself', async () => {
    const campaignId = await newCampaign()
    const visitId = await world.newVisit(campaignId)
    const page = (await world.inviteVisit(campaignId, visitId, 'mini_program', '198.51.100.1')).json()
    const invitation = new URLSearchParams(page.url.split('?')[1]).get('invitation')
    const visit = await visitStore(world.on.installation.table).find(campaignId, visitId)
    const carried = [{ invitation }, { invitation: visitId }, { touch: { visitId } }]
    for (const more of carried) {
      const { leadId } = await world.open(campaignId, newPerson(), more)
      const lead = await world.leadOf(leadId)
      expect(lead).toMatchObject({
        dimensions: { platform: 'tencent_ads' },
        touch: { visitId },
        event: { reached: [] },
      })
      expect(lead.milestones.visited).toBe(visit?.at)
    }
    expect(await world.counts(campaignId, { clicked: 1, visited: 1 })).toBeDefined()
  })

  it('that was not recorded, or is of another campaign, is counted with the lead', async () => {
    const campaignId = await newCampaign()
    const elsewhere = await newCampaign()
    const visitId = await world.newVisit(elsewhere)
    const page = (await world.inviteVisit(elsewhere, visitId, 'mini_program', '198.51.100.2')).json()
    const invitation = page.url.split('invitation=')[1]
    for (const more of [{ invitation }, { invitation: visitId }, { touch: { visitId: 'visit-unknown' } }]) {
      const { leadId } = await world.open(campaignId, newPerson(), more)
      expect(await world.leadOf(leadId)).toMatchObject({ event: { reached: ['visited'] } })
      expect((await world.leadOf(leadId)).touch.visitId).toBeUndefined()
    }
    expect(await world.counts(campaignId, { visited: 3 })).toBeDefined()
  })
})

describe('an opening for a lead', () => {
  it('is of that lead, also by its invitation, and makes no other', async () => {
    const campaignId = await newCampaign()
    const lead = await world.on.newLead(campaignId, newPerson())
    const page = (await world.inviteLead(lead, 'mini_program')).json()
    expect(page.url).toBe(`pages/apply/index?invitation=${lead.leadId}`)
    const session = await world.open(campaignId, newPerson(), { invitation: lead.leadId, ...ad('wx0other') })
    expect(session.leadId).toBe(lead.leadId)
    expect(Object.keys(session.milestones)).toEqual(['visited', 'captured'])
    expect(await world.counts(campaignId, { visited: 1, captured: 1, repeated: 1 })).toBeDefined()
  })

  it('of another campaign, of nobody, or of a bot, is of whoever opens it', async () => {
    const [campaignId, elsewhere] = [await newCampaign(), await newCampaign()]
    const phone = newPerson()
    const { leadId } = await world.open(campaignId, phone)
    const stranger = await world.on.newLead(elsewhere, newPerson())
    const bot = await world.on.newLead(campaignId, newPerson(), { website: 'https://spam.example' })
    for (const invitation of [stranger.leadId, bot.leadId, `ld_${'a'.repeat(20)}`])
      expect((await world.open(campaignId, phone, { invitation })).leadId).toBe(leadId)
  })

  it('that was joined with another is of the one that goes on', async () => {
    const campaignId = await newCampaign()
    const [gone, on] = [
      await world.on.newLead(campaignId, newPerson()),
      await world.on.newLead(campaignId, newPerson()),
    ]
    const before = await world.leadOf(gone.leadId)
    const verdict = { status: 'joined' as const, into: on.leadId, reason: 'same_follower' as const }
    await leadStore(world.on.installation.table).replaceAll([{ before, after: { ...before, verdict } }])
    expect((await world.open(campaignId, newPerson(), { invitation: gone.leadId })).leadId).toBe(on.leadId)
  })

  it('that followed and never visited reaches `visited`, once', async () => {
    const campaignId = await newCampaign()
    const { table, ring } = world.on.installation
    const campaign = await campaignStore(table).find(campaignId)
    if (!campaign) throw new Error('no campaign')
    const at = world.on.now().toISOString()
    const key = { kind: 'openid' as const, value: 'wx-official/o-follower' }
    const arrival = { campaign, key, touch: {}, visit: undefined, reached: 'followed' as const, at, cause: 'test' }
    const follower = keyedLead(await ring(), arrival)
    await leadStore(table).replaceAll([{ before: undefined, after: follower }])
    const invitation = follower.leadId
    const sessions = await Promise.all([1, 2, 3].map(() => world.open(campaignId, newPerson(), { invitation })))
    expect(sessions.map(({ milestones }) => Object.keys(milestones))).toEqual(Array(3).fill(['visited', 'followed']))
    expect(await world.counts(campaignId, { visited: 1, followed: 1 })).toBeDefined()
  })
})
