import { beforeAll, describe, expect, it } from 'vitest'
import { INVITATIONS, type Inviting, startInviting } from '../harness/inviting.ts'
import { allItems } from '../harness/items.ts'
import type { Visit } from '../harness/onboarding.ts'
import { phoneNumber } from '../harness/samples.ts'

const DAY = 86_400

let inviting: Inviting
beforeAll(async () => {
  inviting = await startInviting()
  await inviting.on.newCampaign('invites', { invitations: INVITATIONS })
  await inviting.on.newCampaign('silent')
})

let made = 0
const someone = async (campaignId = 'invites', more: Record<string, unknown> = {}): Promise<Visit> =>
  inviting.on.newLead(campaignId, phoneNumber(31_000 + ++made), more)

const newCampaign = async (changes: object): Promise<string> => {
  const campaignId = `invites-${++made}`
  await inviting.on.newCampaign(campaignId, changes)
  return campaignId
}

describe('an invitation to follow the official account', () => {
  it('is a code of 30 days that carries the lead, with its image', async () => {
    const lead = await someone()
    const reply = await inviting.inviteLead(lead, 'official_account')
    expect(reply.status).toBe(201)
    const { imageUrl, ...invitation } = reply.json()
    const expiresAt = new Date(inviting.on.now().getTime() + 30 * DAY * 1000).toISOString()
    expect(invitation).toEqual({ kind: 'official_account', url: expect.stringContaining('ticket='), expiresAt })
    expect((await fetch(imageUrl)).status).toBe(200)
    expect((await inviting.codesAsked())[0]).toEqual({
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: lead.leadId } },
      expire_seconds: 30 * DAY,
    })
  })

  it('is the same for a hundred who ask for it at once, and asked for again it costs no call', async () => {
    const lead = await someone()
    const replies = await Promise.all(Array.from({ length: 100 }, () => inviting.inviteLead(lead, 'official_account')))
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    const before = await inviting.codesAsked()
    expect((await inviting.inviteLead(lead, 'official_account')).text).toBe(replies[0]?.text)
    expect(await inviting.codesAsked()).toEqual(before)
  })

  it('is made anew when less than a day of it is left', async () => {
    const lead = await someone()
    const ask = async () => (await inviting.inviteLead(await inviting.today(lead), 'official_account')).json()
    const first = await ask()
    inviting.on.forward(29 * DAY)
    const same = await ask()
    inviting.on.forward(1)
    const next = await ask()
    inviting.on.forward(-29 * DAY - 1)
    expect(same).toEqual(first)
    expect(next.url).not.toBe(first.url)
    expect(Date.parse(next.expiresAt) - Date.parse(first.expiresAt)).toBe((29 * DAY + 1) * 1000)
  })
})

describe('an invitation to add an adviser', () => {
  it('is a contact way of the one adviser, whose image it is, and carries the lead', async () => {
    const lead = await someone()
    const reply = await inviting.inviteLead(lead, 'wecom')
    const { url, imageUrl } = reply.json()
    expect([reply.status, imageUrl]).toEqual([201, url])
    expect((await fetch(url)).status).toBe(200)
    expect((await inviting.waysAsked())[0]).toEqual({ type: 1, scene: 2, user: ['wang.min'], state: lead.leadId })
  })

  it('is of several advisers where the campaign names them, and made anew when it names others', async () => {
    const wecom = { connection: 'demo', userIds: ['wang.min', 'li.hua'] }
    const campaignId = await newCampaign({ invitations: { wecom } })
    const lead = await someone(campaignId)
    const first = (await inviting.inviteLead(lead, 'wecom')).json()
    expect((await inviting.waysAsked())[0]).toMatchObject({ type: 2, user: wecom.userIds })
    await inviting.on.changeCampaign(campaignId, { invitations: { wecom: { ...wecom, userIds: ['li.hua'] } } })
    const next = (await inviting.inviteLead(lead, 'wecom')).json()
    expect(next.url).not.toBe(first.url)
    expect((await inviting.waysAsked())[0]).toMatchObject({ type: 1, user: ['li.hua'] })
  })
})

describe('a link', () => {
  const LINK = 'https://work.weixin.qq.com/ca/cawcde0000000001'
  const wecom = { connection: 'demo', userIds: ['li.hua'] }
  it.each([
    ['wecom', { wecom: { ...wecom, acquisitionLink: LINK } }, `${LINK}?customer_channel=SCENE`],
    ['wecom', { wecom: { ...wecom, acquisitionLink: `${LINK}?a=1#b` } }, `${LINK}?a=1&customer_channel=SCENE#b`],
    ['mini_program', { mini_program: { connection: 'never-set', path: 'pages/a' } }, 'pages/a?invitation=SCENE'],
    ['mini_program', { mini_program: { connection: 'demo', path: 'pages/a?b=1' } }, 'pages/a?b=1&invitation=SCENE'],
    ['app', { app: { url: 'https://app.bank.example/d/{id}?x={id}' } }, 'https://app.bank.example/d/SCENE?x=SCENE'],
    ['app', { app: { url: 'https://app.bank.example/d' } }, 'https://app.bank.example/d?invitation=SCENE'],
  ])('of the kind %s needs no call: %j', async (kind, invitations, url) => {
    const lead = await someone(await newCampaign({ invitations }))
    const before = [await inviting.codesAsked(), await inviting.waysAsked()]
    const reply = await inviting.inviteLead(lead, kind)
    const expiresAt = new Date(inviting.on.now().getTime() + 30 * DAY * 1000).toISOString()
    expect(reply.json()).toEqual({ kind, url: url.replaceAll('SCENE', lead.leadId), expiresAt })
    expect([await inviting.codesAsked(), await inviting.waysAsked()]).toEqual(before)
  })
})

describe('an invitation of a lead', () => {
  it.each(['official_account', 'wecom', 'mini_program', 'app'])(
    'of the kind %s is refused where it is not set',
    async (kind) => {
      const reply = await inviting.inviteLead(await someone('silent'), kind)
      expect(reply.problem()).toMatchObject({ status: 409, code: 'invitation_not_offered' })
      expect(reply.problem().detail).toContain(`invitations.${kind} of the campaign silent`)
    },
  )

  it.each([
    ['official_account', { connection: 'nowhere' }, '/v1/connections/wechat_official_account/nowhere'],
    ['wecom', { connection: 'nowhere', userIds: ['li.hua'] }, '/v1/connections/wecom/nowhere'],
  ])('of the kind %s names the connection that was never set', async (kind, way, path) => {
    const campaignId = await newCampaign({ invitations: { [kind]: way } })
    const reply = await inviting.inviteLead(await someone(campaignId), kind)
    expect(reply.problem()).toMatchObject({ code: 'invitation_not_offered', detail: expect.stringContaining(path) })
  })

  it('is for nobody else, and not for a lead that was refused', async () => {
    const [lead, other] = [await someone(), await someone()]
    const stolen = await inviting.inviteLead({ ...other, leadId: lead.leadId }, 'app')
    expect(stolen.problem()).toMatchObject({ status: 403, code: 'wrong_lead' })
    const campaignId = await newCampaign({ invitations: INVITATIONS, status: 'paused' })
    const refused = await inviting.inviteLead(await someone(campaignId), 'app')
    expect(refused.problem()).toMatchObject({ status: 409, code: 'lead_not_accepted' })
    expect((await inviting.inviteLead(lead, 'telegram')).problem().errors).toMatchObject([
      { pointer: '/kind', code: 'not_an_option' },
    ])
  })

  it('costs no call for a bot, which is told to come again', async () => {
    const bot = await someone('invites', { website: 'https://spam.example' })
    const before = await inviting.codesAsked()
    const reply = await inviting.inviteLead(bot, 'official_account')
    expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
    expect(reply.headers.get('retry-after')).toBe('60')
    expect(await inviting.codesAsked()).toEqual(before)
  })

  it.each([
    ['official_account', 'wechat', '5xx'],
    ['official_account', 'wechat', 'malformed'],
    ['official_account', 'wechat', 'timeout'],
    ['wecom', 'wecom', '429'],
    ['wecom', 'wecom', 'drop_after_accept'],
  ] as const)('of the kind %s waits while %s has the fault %s', async (kind, provider, fault) => {
    const lead = await someone()
    await inviting.inviteLead(await someone(), kind)
    await inviting.on.outside.breakNext(provider, fault)
    const reply = await inviting.inviteLead(lead, kind)
    expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await inviting.inviteLead(lead, kind)).status).toBe(201)
  })

  it('is made once more when the platform no longer takes the token', async () => {
    await inviting.inviteLead(await someone(), 'wecom')
    for (const provider of ['wechat', 'wecom']) await inviting.on.outside.ask('DELETE', `/_sim/${provider}/tokens`)
    expect((await inviting.inviteLead(await someone(), 'official_account')).status).toBe(201)
    expect((await inviting.inviteLead(await someone(), 'wecom')).status).toBe(201)
  })

  it('is kept without the person, and nothing secret is in the log', async () => {
    const phone = phoneNumber(31_900)
    await inviting.inviteLead(await inviting.on.newLead('invites', phone), 'wecom')
    const items = (await allItems(inviting.on.host.dynamodb)).filter(({ pk }) => pk?.S?.startsWith('INVITATION#'))
    expect(items.length).toBeGreaterThan(0)
    expect(JSON.stringify(items)).not.toContain(phone)
    expect(items.every(({ ttl }) => Number(ttl?.N) > Date.now() / 1000)).toBe(true)
    expect(inviting.on.host.logs.join('')).not.toMatch(/SimulatedCustomerContactSecret|fedcba9876543210/)
  })
})
