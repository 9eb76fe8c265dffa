import { beforeAll, describe, expect, it } from 'vitest'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { type OpeningWorld, startOpening } from '../harness/opening.ts'
import { phoneNumber } from '../harness/samples.ts'

const { appId } = MINI_PROGRAM

let world: OpeningWorld
beforeAll(async () => {
  world = await startOpening()
  await world.on.newCampaign('opens')
})

let made = 0
const newCode = (): Promise<string> => world.loginCode(phoneNumber(35_000 + ++made))
const start = async (body: object, campaignId = 'opens') => world.startSession(campaignId, body)

describe('a session of the mini program', () => {
  it('takes a code once, and none that is unknown or too old', async () => {
    const code = await newCode()
    expect((await start({ appId, code })).status).toBe(201)
    const late = await newCode()
    const fresh = await start({ appId, code })
    world.on.forward(5 * 60)
    for (const reply of [fresh, await start({ appId, code: late }), await start({ appId, code: 'unknown' })])
      expect(reply.problem()).toMatchObject({ status: 422, code: 'code_expired' })
  })

  it('is of the mini program that the campaign names', async () => {
    const reply = await start({ appId: 'wx_other', code: await newCode() })
    expect(reply.problem().errors).toEqual([
      { pointer: '/appId', code: 'not_an_option', message: expect.stringContaining('registration.wechat') },
    ])
  })

  it('is not offered without a connection, and the problem says which is missing', async () => {
    await world.on.newCampaign('opens-nothing', { registration: undefined })
    await world.on.newCampaign('opens-nowhere', { registration: { wechat: { connection: 'nowhere' } } })
    for (const [campaignId, missing] of [
      ['opens-nothing', 'registration.wechat.connection of the campaign opens-nothing'],
      ['opens-nowhere', 'PUT /v1/connections/wechat_mini_program/nowhere'],
    ] as const) {
      const reply = await start({ appId, code: await newCode() }, campaignId)
      expect(reply.problem()).toMatchObject({ status: 409, code: 'registration_not_offered' })
      expect(reply.problem().detail).toContain(missing)
    }
  })

  it.each([
    ['draft', 404, 'campaign_not_found'],
    ['paused', 409, 'campaign_closed'],
    ['closed', 409, 'campaign_closed'],
  ] as const)('of a campaign that is %s is %i %s, and uses no code up', async (status, answered, code) => {
    const campaignId = `opens-${status}`
    await world.on.newCampaign(campaignId, { status })
    const login = await newCode()
    expect((await start({ appId, code: login }, campaignId)).problem()).toMatchObject({ status: answered, code })
    expect((await start({ appId, code: login })).status).toBe(201)
  })

  it('of an unknown campaign is campaign_not_found', async () => {
    expect((await start({ appId, code: 'x' }, 'no-such-campaign')).problem().code).toBe('campaign_not_found')
  })

  it.each([
    ['/appId', { code: 'x' }],
    ['/code', { appId, code: '' }],
    ['/invitation', { appId, code: 'x', invitation: 'a b' }],
    ['/touch/visitId', { appId, code: 'x', touch: { visitId: 'short' } }],
  ])('names a bad %s', async (pointer, body) => {
    expect((await start(body)).problem().errors).toMatchObject([{ pointer }])
  })

  it.each(['5xx', '429', 'malformed', 'timeout', 'drop_after_accept'] as const)(
    'waits while WeChat has the fault %s',
    async (fault) => {
      const code = await newCode()
      await world.on.outside.breakNext('wechat', fault)
      const reply = await start({ appId, code })
      expect(reply.problem()).toMatchObject({ status: 503, code: 'provider_unavailable' })
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await start({ appId, code: await newCode() })).status).toBe(201)
    },
  )

  it('whose lead was kept and its answer lost is of that lead', async () => {
    const person = phoneNumber(35_900)
    world.on.host.engine.fail('PutItem', { kind: 'drop' }, { times: 1, holding: 'visit.recorded' })
    const { leadId } = await world.open('opens', person).finally(() => world.on.host.engine.heal())
    expect((await world.open('opens', person)).leadId).toBe(leadId)
  })
})
