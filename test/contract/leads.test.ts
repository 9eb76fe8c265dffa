import { beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { Timeline } from '../../shared/contract/leads.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { eventually } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost } from '../harness/testHost.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost())
  key = world.host.operatorKey()
})

const today = () => dayOf(new Date().toISOString(), 'Asia/Shanghai')
const capture = async (campaignId: string, n: number) => {
  const reply = await world.ask({
    method: 'POST',
    path: `/v1/campaigns/${campaignId}/leads`,
    body: submission(phoneNumber(n)),
  })
  return (reply.json() as { leadId: string }).leadId
}
const timelineOf = (leadId: string, query = '', as = key) =>
  world.ask({ method: 'GET', path: `/v1/leads/${leadId}/timeline${query}`, key: as })
const parsed = async (leadId: string, query = ''): Promise<z.infer<typeof Timeline>> =>
  Timeline.parse((await timelineOf(leadId, query)).json())

describe('listLeads', () => {
  type Page = { items: { leadId: string; contact: object; receivedAt: string }[]; cursor?: string }
  const page = async (campaignId: string, query = '') =>
    (
      await world.ask({ method: 'GET', path: `/v1/leads?campaign=${campaignId}&day=${today()}${query}`, key })
    ).json() as Page

  it('shows the leads of a day masked, newest first, page by page, each once', async () => {
    const campaignId = await world.newCampaign()
    const made: string[] = []
    for (let n = 0; n < 7; n++) made.push(await capture(campaignId, 400 + n))
    await eventually(
      () => page(campaignId),
      ({ items }) => items.length === 7,
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const found = await page(campaignId, `&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...found.items.map(({ leadId }) => leadId))
      expect(found.items[0]?.contact).toEqual({
        phone: expect.stringMatching(/^139\*{4}04\d\d$/),
        name: '张*',
        company: '示例***',
      })
      cursor = found.cursor
    } while (cursor)
    expect(seen).toEqual(made.reverse())
  })

  it('is empty on a day without leads', async () => {
    const reply = await world.ask({ method: 'GET', path: `/v1/leads?campaign=${world.campaignId}&day=2020-02-29`, key })
    expect(reply.json()).toEqual({ items: [] })
  })

  it.each(['day=2026-02-30', 'day=today', ''])('refuses %j', async (query) => {
    expect(
      (await world.ask({ method: 'GET', path: `/v1/leads?campaign=${world.campaignId}&${query}`, key })).status,
    ).toBe(422)
  })
})

describe('getTimeline', () => {
  it('shows what happened, in order, and the contact masked', async () => {
    const campaignId = await world.newCampaign()
    const leadId = await capture(campaignId, 410)
    await capture(campaignId, 410)
    const timeline = await eventually(
      () => parsed(leadId),
      ({ entries }) => entries.length === 2,
    )
    expect(timeline.entries.map(({ type, counts }) => `${type} ${counts}`)).toEqual([
      'lead.captured visited,captured',
      'lead.repeated repeated',
    ])
    expect(timeline.contact).toEqual({ phone: '139****0410', name: '张*', company: '示例***' })
    expect(timeline.answers).toEqual({ amount: '***' })
    expect(timeline.consent).toMatchObject({
      version: '2026-11',
      purposes: ['contact', 'ad_measurement'],
      textHash: expect.stringMatching(/^.{43}$/),
    })
  })

  it('shows where the person came from at first and at last', async () => {
    const reply = await world.ask({
      method: 'POST',
      path: `/v1/campaigns/${world.campaignId}/leads`,
      body: submission(phoneNumber(413), {
        touch: { url: 'https://loan.bank.example/l?bd_vid=last' },
        firstTouch: { url: 'https://loan.bank.example/l?gdt_vid=first&utm_source=moments' },
      }),
    })
    const { touch, firstTouch } = await parsed((reply.json() as { leadId: string }).leadId)
    expect([touch, firstTouch]).toMatchObject([
      { clickIds: { bd_vid: 'last' } },
      { clickIds: { gdt_vid: 'first' }, utm: { source: 'moments' } },
    ])
  })

  it('shows the contact in the clear only with pii:read, and remembers who looked', async () => {
    const leadId = await capture(world.campaignId, 411)
    const reader = await world.newKey(['leads:read'])
    const refused = await timelineOf(leadId, '?unmask=true', reader)
    expect(refused.problem()).toMatchObject({ code: 'scope_missing', detail: expect.stringContaining('pii:read') })
    const clear = await parsed(leadId, '?unmask=true')
    expect(clear.contact).toEqual({ phone: '13900000411', name: '张三', company: '示例商贸有限公司' })
    const after = await eventually(
      () => parsed(leadId),
      ({ entries }) => entries.length === 2,
    )
    expect(after.entries.at(-1)).toMatchObject({
      type: 'contact.unmasked',
      counts: [],
      details: { keyId: key.slice(3, 15) },
    })
    expect(after.contact.phone).toBe('139****0411')
  })

  it('is not shown in the clear when the look cannot be remembered', async () => {
    const leadId = await capture(world.campaignId, 412)
    world.host.engine.fail('PutItem', { kind: 'down' }, { times: 100, holding: 'contact.unmasked' })
    const reply = await timelineOf(leadId, '?unmask=true').finally(() => world.host.engine.heal())
    expect(reply.status).toBe(503)
    expect(reply.text).not.toContain('13900000412')
  })
})
