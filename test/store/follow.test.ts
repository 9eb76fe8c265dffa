import { beforeAll, describe, expect, it } from 'vitest'
import { CampaignSettings } from '../../shared/domain/campaign.ts'
import type { Lead, Visit } from '../../shared/domain/lead.ts'
import { dimensionsOf, recordTouch } from '../../shared/domain/touch.ts'
import { followerIndex } from '../../shared/followers/keptFollower.ts'
import { keyedLead } from '../../shared/followers/keyedLead.ts'
import { leadNow } from '../../shared/leads/leadNow.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { open } from '../../shared/security/sealing.ts'
import { randomOf } from '../faults/random.ts'
import { ACCOUNT, type Following, startFollowing, type Told, timeOf } from '../harness/following.ts'
import { testRing } from '../harness/ring.ts'
import { campaignSettings } from '../harness/samples.ts'
import { storeEngines, useStore } from '../harness/storeEngines.ts'

const ring = await testRing()

let people = 0
const newcomer = (): string => `oFollower${String(++people).padStart(19, '0')}`

describe.each(storeEngines.slice(0, 1))('following on $name', (engine) => {
  const store = useStore(engine)
  let on: Following
  beforeAll(async () => {
    on = await startFollowing(store().table, ring)
  })

  /** A lead that left its contact on a page of a campaign. */
  const capturedLead = async (campaignId = 'other-campaign', seconds = 0): Promise<Lead> => {
    const settings = CampaignSettings.parse(campaignSettings({ chain: 'official_account' }))
    const campaign = { campaignId, version: 1, createdAt: timeOf(0), updatedAt: timeOf(0), settings }
    const key = { kind: 'visit' as const, value: newcomer() }
    const at = timeOf(seconds)
    const made = keyedLead(ring, { campaign, key, touch: {}, visit: undefined, reached: 'visited', at, cause: 'test' })
    const id = eventIdOf('lead.captured', made.leadId)
    const event = { id, type: 'lead.captured' as const, at, reached: ['visited' as const, 'captured' as const] }
    const lead: Lead = { ...made, milestones: { visited: at, captured: at }, event }
    await on.deps.leads.replaceAll([{ before: undefined, after: lead }])
    return lead
  }

  const now = async (lead: Pick<Lead, 'leadId'> | undefined) => leadNow(on.deps, lead?.leadId ?? '')
  const keptOf = async (follower: string) => on.deps.followers.find(followerIndex(ring, ACCOUNT, { follower }))

  it('without a code makes a lead of the account’s own campaign, once', async () => {
    const follower = newcomer()
    const lead = await on.tell({ follower, seconds: 10 })
    expect(lead).toMatchObject({ campaignId: 'own-campaign', milestones: { followed: timeOf(10) } })
    expect(lead?.event).toMatchObject({ type: 'lead.followed', reached: ['followed'], arrival: true })
    const again = await on.tell({ follower, seconds: 10 })
    expect(again).toEqual(lead)
  })

  it('with the code of a lead reaches it there', async () => {
    const lead = await capturedLead()
    const follower = newcomer()
    await on.tell({ follower, seconds: 10, scene: lead.leadId })
    expect(await now(lead)).toMatchObject({ milestones: { captured: timeOf(0), followed: timeOf(10) } })
    expect((await keptOf(follower))?.leads).toEqual({ [lead.leadId]: { campaignId: 'other-campaign', at: timeOf(10) } })
  })

  it('with the code of a visit makes a lead that is counted where the visit came from', async () => {
    const visitId = `visit-${newcomer()}`
    const touch = recordTouch({ url: 'https://loan.bank.example/?gdt_vid=wx0abc&utm_campaign=ad-1', visitId })
    const visit: Visit = {
      visitId,
      campaignId: 'other-campaign',
      mode: 'live',
      timezone: 'Asia/Shanghai',
      cohortDay: '2026-11-19',
      dimensions: dimensionsOf(touch),
      at: timeOf(0),
      touch,
      event: {
        id: eventIdOf('visit', visitId),
        type: 'visit.recorded',
        at: timeOf(0),
        reached: ['clicked', 'visited'],
      },
    }
    await on.deps.visits.record(visit, 2_000_000_000)
    on.invite('iv_aaaaaaaaaaaaaaaaaaaa', 'other-campaign', visitId)
    const lead = await on.tell({ follower: newcomer(), seconds: 10, scene: 'iv_aaaaaaaaaaaaaaaaaaaa' })
    expect(lead).toMatchObject({
      cohortDay: '2026-11-19',
      dimensions: { platform: 'tencent_ads', ad: 'ad-1' },
      milestones: { clicked: timeOf(0), visited: timeOf(0), followed: timeOf(10) },
      event: { reached: ['followed'] },
    })
  })

  it.each([
    ['of another system', 'ch_gdt_0001'],
    ['of a lead that is none', 'ld_aaaaaaaaaaaaaaaaaaaa'],
    ['of an invitation that is none', 'iv_bbbbbbbbbbbbbbbbbbbb'],
  ])('with a code %s counts as one without', async (_, scene) => {
    expect(await on.tell({ follower: newcomer(), seconds: 10, scene })).toMatchObject({ campaignId: 'own-campaign' })
  })

  it('with the code of a campaign that does not invite to the account counts as one without', async () => {
    const lead = await capturedLead('elsewhere')
    const followed = await on.tell({ follower: newcomer(), seconds: 10, scene: lead.leadId })
    expect(followed?.campaignId).toBe('own-campaign')
    expect(await now(lead)).not.toHaveProperty('milestones.followed')
  })

  it('again after leaving is a repeat, and keeps the person’s id only while they follow', async () => {
    const follower = newcomer()
    const lead = await on.tell({ follower, seconds: 10 })
    const kept = await keptOf(follower)
    const subject = `follower/${followerIndex(ring, ACCOUNT, { follower })}`
    expect(await open(ring, subject, { wrappedKey: kept?.wrappedKey ?? '', sealed: kept?.sealed ?? '' })).toEqual({
      follower,
    })
    await on.tell({ follower, seconds: 20, left: true })
    expect(await keptOf(follower)).not.toHaveProperty('sealed')
    expect(await keptOf(follower)).not.toHaveProperty('wrappedKey')
    expect((await now(lead))?.milestones).toEqual({ followed: timeOf(10), unfollowed: timeOf(20) })
    const back = await on.tell({ follower, seconds: 30 })
    expect(back?.event).toMatchObject({ type: 'lead.repeated', reached: [] })
    expect(back?.milestones).toEqual({ followed: timeOf(10), unfollowed: timeOf(20) })
    expect(await keptOf(follower)).toHaveProperty('sealed')
  })

  it('told after the leave that followed it is left at once', async () => {
    const follower = newcomer()
    await on.tell({ follower, seconds: 20, left: true })
    const lead = await on.tell({ follower, seconds: 10 })
    expect((await now(lead))?.milestones).toEqual({ followed: timeOf(10), unfollowed: timeOf(20) })
    expect(await keptOf(follower)).not.toHaveProperty('sealed')
  })

  it('told after an earlier leave is not left', async () => {
    const follower = newcomer()
    await on.tell({ follower, seconds: 5, left: true })
    const lead = await on.tell({ follower, seconds: 10 })
    expect((await now(lead))?.milestones).toEqual({ followed: timeOf(10) })
  })

  it('of a person who is another lead of the campaign joins both: the earlier goes on, and what the later brought is counted with it', async () => {
    const follower = newcomer()
    const bare = await on.tell({ follower, seconds: 10 })
    const captured = await capturedLead('own-campaign', 20)
    const lead = await on.tell({ follower, seconds: 30, scene: captured.leadId })
    expect(lead).toMatchObject({
      leadId: bare?.leadId,
      milestones: { followed: timeOf(10), visited: timeOf(20), captured: timeOf(20) },
      event: { type: 'lead.repeated', gained: [{ milestone: 'visited' }, { milestone: 'captured' }] },
    })
    expect(await on.deps.leads.find(captured.leadId)).toMatchObject({
      verdict: { status: 'joined', into: bare?.leadId, reason: 'same_follower' },
      event: { type: 'lead.joined', moved: [{ milestone: 'visited' }, { milestone: 'captured' }] },
    })
    expect((await keptOf(follower))?.leads).toEqual({
      [String(bare?.leadId)]: { campaignId: 'own-campaign', at: timeOf(10) },
    })
  })

  it('with a code, told after the re-follow without one, takes that one’s place', async () => {
    const follower = newcomer()
    const lead = await capturedLead()
    const bare = await on.tell({ follower, seconds: 30 })
    await on.tell({ follower, seconds: 10, scene: lead.leadId })
    expect(await now(bare)).toMatchObject({
      leadId: lead.leadId,
      milestones: { followed: timeOf(30) },
      event: { type: 'lead.repeated', gained: [{ milestone: 'followed', at: timeOf(30) }] },
    })
    expect((await on.deps.leads.find(bare?.leadId ?? ''))?.event.moved).toEqual([
      { milestone: 'followed', at: timeOf(30) },
    ])
  })

  it('in any order, each told up to four times and many at once, ends as it does in order', async () => {
    const seed = process.env.TUOKE_SEED ?? String(Date.now())
    const random = randomOf(seed)
    const persons = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const follower = newcomer()
        const lead = random.chance(0.5) ? await capturedLead() : undefined
        const story = Array.from({ length: random.between(1, 5) }, (_, i): Told => {
          const what = i % 2 === 1 ? ({ left: true } as const) : { scene: i === 0 ? lead?.leadId : undefined }
          return { follower, seconds: 10 + i, ...what }
        })
        return { follower, lead, story, leaves: story.some(({ left }) => left) }
      }),
    )
    const told = random.shuffled(
      persons.flatMap(({ story }) => story.flatMap((one) => Array<Told>(random.between(1, 4)).fill(one))),
    )
    for (let from = 0; from < told.length; from += 8) await Promise.all(told.slice(from, from + 8).map(on.tell))
    for (const { follower, lead, leaves } of persons) {
      const known = Object.keys((await keptOf(follower))?.leads ?? {})
      expect(known, `seed ${seed}`).toHaveLength(1)
      const ended = await on.deps.leads.find(known[0] ?? '')
      expect(ended?.verdict, `seed ${seed}`).toEqual({ status: 'accepted' })
      if (lead) expect(ended?.leadId, `seed ${seed}`).toBe(lead.leadId)
      expect(
        Object.keys(ended?.milestones ?? {})
          .filter((name) => name.endsWith('followed'))
          .sort(),
        `seed ${seed}`,
      ).toEqual(leaves ? ['followed', 'unfollowed'] : ['followed'])
    }
  })

  it('is counted once however often and at once it is told', async () => {
    const follower = newcomer()
    const lead = await capturedLead()
    const told = Array.from({ length: 40 }, () => on.tell({ follower, seconds: 10, scene: lead.leadId }))
    const outcomes = await Promise.allSettled(told)
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect((await now(lead))?.milestones.followed).toBe(timeOf(10))
    expect((await now(lead))?.event).toMatchObject({ type: 'lead.followed', reached: ['followed'] })
  })
})
