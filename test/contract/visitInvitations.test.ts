import { beforeAll, describe, expect, it } from 'vitest'
import { invitationStore } from '../../shared/store/invitationStore.ts'
import { INVITATIONS, type Inviting, startInviting } from '../harness/inviting.ts'
import { phoneNumber } from '../harness/samples.ts'

let inviting: Inviting
beforeAll(async () => {
  inviting = await startInviting()
  await inviting.on.newCampaign('invites', { invitations: INVITATIONS })
  await inviting.on.newCampaign('silent')
})

let made = 0
const newAddress = (): string => `198.51.100.${++made}`

const newCampaign = async (changes: object): Promise<string> => {
  const campaignId = `invites-${++made}`
  await inviting.on.newCampaign(campaignId, changes)
  return campaignId
}

describe('an invitation of a visit', () => {
  it('carries an id by which the visit is found; asked for again it is the same', async () => {
    const visitId = await inviting.newVisit('invites')
    const address = newAddress()
    const reply = await inviting.inviteVisit('invites', visitId, 'official_account', address)
    expect(reply.status).toBe(201)
    const { action_info } = (await inviting.codesAsked())[0] as { action_info: { scene: { scene_str: string } } }
    const id = action_info.scene.scene_str
    expect(id).toMatch(/^iv_[a-z2-7]{20}$/)
    const found = await invitationStore(inviting.on.installation.table).find(id)
    expect(found).toMatchObject({ campaignId: 'invites', visitId, kind: 'official_account' })
    expect(found).not.toHaveProperty('leadId')
    expect((await inviting.inviteVisit('invites', visitId, 'official_account', address)).text).toBe(reply.text)
    const page = (await inviting.inviteVisit('invites', visitId, 'mini_program', address)).json()
    expect(page.url).toMatch(/^pages\/apply\/index\?invitation=iv_[a-z2-7]{20}$/)
  })

  it('to the app carries the visit itself, which the app sends when it starts', async () => {
    const visitId = await inviting.newVisit('invites')
    const { url } = (await inviting.inviteVisit('invites', visitId, 'app', newAddress())).json()
    expect(url).toBe(`https://app.bank.example/download/${visitId}`)
  })

  it('is not that of a lead whose id the visit has', async () => {
    const lead = await inviting.on.newLead('invites', phoneNumber(32_000))
    const body = { visitId: lead.leadId, url: 'https://loan.bank.example/' }
    await inviting.newVisit('invites', body)
    const own = (await inviting.inviteLead(lead, 'mini_program')).json()
    const other = (await inviting.inviteVisit('invites', lead.leadId, 'mini_program', newAddress())).json()
    expect(other.url).not.toBe(own.url)
  })

  it('is for visits that were recorded, of campaigns that run', async () => {
    const visitId = await inviting.newVisit('invites')
    const ask = async (campaignId: string, visit = visitId) =>
      (await inviting.inviteVisit(campaignId, visit, 'app', newAddress())).problem()
    expect(await ask('silent')).toMatchObject({ status: 404, code: 'visit_not_found' })
    expect(await ask('invites', 'visit-unknown')).toMatchObject({ status: 404, code: 'visit_not_found' })
    expect(await ask('no-such-campaign')).toMatchObject({ status: 404, code: 'campaign_not_found' })
    const draft = await newCampaign({ status: 'draft', invitations: INVITATIONS })
    expect(await ask(draft)).toMatchObject({ status: 404, code: 'campaign_not_found' })
    const paused = await newCampaign({ status: 'paused', invitations: INVITATIONS })
    expect(await ask(paused)).toMatchObject({ status: 409, code: 'campaign_closed' })
  })

  it('is one of thirty new ones an hour for an address, however many ask at once', async () => {
    const address = newAddress()
    const visits = await Promise.all(Array.from({ length: 50 }, () => inviting.newVisit('invites')))
    const ask = (visitId: string) => inviting.inviteVisit('invites', visitId, 'app', address)
    const replies = await Promise.all(visits.map(ask))
    const [given, refused] = [201, 429].map((status) => visits.filter((_, i) => replies[i]?.status === status))
    expect([given?.length, refused?.length]).toEqual([30, 20])
    const again = await Promise.all((given ?? []).map(ask))
    expect(again.map(({ status }) => status)).toEqual(Array(30).fill(201))
    const late = await ask(refused?.[0] ?? '')
    expect(late.problem()).toMatchObject({ status: 429, code: 'too_many_invitations' })
    expect((await inviting.inviteVisit('invites', refused?.[0] ?? '', 'app', newAddress())).status).toBe(201)
    inviting.on.forward(Number(late.headers.get('retry-after')))
    expect((await ask(refused?.[1] ?? '')).status).toBe(201)
  })

  it('that the platform did not make does not count', async () => {
    const address = newAddress()
    const ask = async () =>
      inviting.inviteVisit('invites', await inviting.newVisit('invites'), 'official_account', address)
    await ask()
    await inviting.on.outside.breakNext('wechat', '5xx', 10)
    for (let failed = 0; failed < 10; failed++) expect((await ask()).problem().code).toBe('provider_unavailable')
    for (let given = 1; given < 30; given++) expect((await ask()).status).toBe(201)
    expect((await ask()).problem().code).toBe('too_many_invitations')
  })

  it('may be asked for by pages of the campaign, and by no other', async () => {
    const visitId = await inviting.newVisit('invites')
    const path = `/v1/campaigns/invites/visits/${visitId}/follow-invitations`
    const preflight = async (origin: string) =>
      fetch(`${inviting.on.host.url}${path}`, { method: 'OPTIONS', headers: { origin } })
    const allowed = await preflight('https://loan.bank.example')
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://loan.bank.example',
    ])
    const headers = { origin: 'https://evil.example' }
    const reply = await inviting.on.call('POST', path, { body: { kind: 'app' }, headers, address: newAddress() })
    expect(reply.problem()).toMatchObject({ status: 403, code: 'origin_not_allowed' })
  })

  it('of a kind that the campaign does not invite to names the setting', async () => {
    const visitId = await inviting.newVisit('silent')
    const reply = await inviting.inviteVisit('silent', visitId, 'wecom', newAddress())
    expect(reply.problem()).toMatchObject({
      code: 'invitation_not_offered',
      detail: expect.stringContaining('invitations.wecom'),
    })
  })
})
