import { beforeAll, describe, expect, it } from 'vitest'
import type { CampaignSettings } from '../../shared/domain/campaign.ts'
import { send } from '../harness/client.ts'
import { startTestHost } from '../harness/testHost.ts'
import { assertStatus } from './asking.ts'
import { makeWorld, type World } from './world.ts'

const ELSEWHERE = 'images.bank.example:8443'
const AES_KEY = 'A'.repeat(43)

let world: World
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ outboundHosts: ELSEWHERE }))
  const connections: Record<string, object> = {
    'wechat_official_account/safe': { appId: 'wx-safe', appSecret: 's', token: 't', encodingAesKey: AES_KEY },
    'wechat_official_account/open': { appId: 'wx-open', appSecret: 's', token: 't' },
    'wechat_mini_program/listens': { appId: 'wx-mini', appSecret: 's', token: 't' },
    'wechat_mini_program/silent': { appId: 'wx-silent', appSecret: 's' },
    'wecom/main': { corpId: 'ww/corp', secret: 's', token: 't', encodingAesKey: AES_KEY },
  }
  for (const [path, body] of Object.entries(connections)) {
    const key = world.host.operatorKey()
    assertStatus(await world.ask({ method: 'PUT', path: `/v1/connections/${path}`, body, key }), 201)
  }
})

type Accounts = Pick<CampaignSettings, 'invitations' | 'registration'>

const setupOf = async (accounts: Accounts) => {
  const campaignId = await world.newCampaign(accounts)
  const path = `/v1/campaigns/${campaignId}/setup`
  return assertStatus(await world.ask({ method: 'GET', path, key: world.host.operatorKey() }), 200).json() as {
    callbacks: { kind: string; connection: string; url?: string; encrypted: boolean }[]
  }
}

const officialAccount = (connection: string): Accounts => ({ invitations: { official_account: { connection } } })
const miniProgram = (connection: string): Accounts => ({
  invitations: { mini_program: { connection, path: 'pages/index' } },
})

describe('the setup of a campaign', () => {
  it.each([
    ['an account with an AES key', officialAccount('safe'), '/v1/in/wechat/wx-safe', true],
    ['an account without one', officialAccount('open'), '/v1/in/wechat/wx-open', false],
    ['an account that is not set', officialAccount('missing'), undefined, false],
    ['a mini program', miniProgram('listens'), '/v1/in/wechat/wx-mini', false],
    ['a mini program without a token', miniProgram('silent'), undefined, false],
    [
      'a mini program that only verifies phones',
      { registration: { wechat: { connection: 'listens' } } },
      '/v1/in/wechat/wx-mini',
      false,
    ],
    ['WeCom', { invitations: { wecom: { connection: 'main', userIds: ['a'] } } }, '/v1/in/wecom/ww%2Fcorp', true],
  ])('names the address to enter at the platform of %s', async (_, accounts, path, encrypted) => {
    const { callbacks } = await setupOf(accounts)
    expect(callbacks).toMatchObject([{ encrypted }])
    expect(callbacks[0]?.url).toBe(path && `${world.host.url}${path}`)
  })

  it('names each account once, and no secret', async () => {
    const shared = { ...miniProgram('listens'), registration: { wechat: { connection: 'listens' } } }
    const setup = await setupOf(shared)
    expect(setup.callbacks).toHaveLength(1)
    expect(JSON.stringify(setup)).not.toContain(AES_KEY)
    expect((await setupOf({})).callbacks).toEqual([])
  })
})

describe('what ad platforms and partners are given', () => {
  type Given = {
    monitors: { platform: string; url: string }[]
    leadForms: { platform: string; url: string; connection?: string }[]
    postbacks: { partnerId: string; url: string; example: string }[]
  }
  const given = async (changes: Partial<CampaignSettings>) => {
    const campaignId = await world.newCampaign(changes)
    const path = `/v1/campaigns/${campaignId}/setup`
    const setup = (await world.ask({ method: 'GET', path, key: world.host.operatorKey() })).json() as Given
    return { campaignId, ...setup }
  }

  it('is a monitor link for each platform, its macros as the platform writes them', async () => {
    const { campaignId, monitors } = await given({})
    const names = ['tencent_ads', 'ocean_engine', 'kuaishou', 'baidu', 'generic']
    expect(monitors.map(({ platform }) => platform)).toEqual(names)
    for (const { platform, url } of monitors) {
      const [address, query] = url.split('?')
      expect(address).toMatch(new RegExp(`^${world.host.url}/v1/in/${platform}/clicks/${campaignId}/[a-z2-7]{26}$`))
      expect(query).toMatch(/^(\w+=__[A-Z0-9_]+__&?)+$/)
    }
    expect(monitors[0]?.url).toContain('click_id=__CLICK_ID__&click_time=__CLICK_TIME__&account_id=__ACCOUNT_ID__')
  })

  it('is an address for pushed leads, with the connection that verifies them, and no key twice', async () => {
    const { campaignId, monitors, leadForms } = await given({
      hostedForms: { purposes: ['contact'], meta: { connection: 'page' } },
    })
    expect(leadForms.map(({ platform, connection }) => [platform, connection])).toEqual([
      ['tencent_ads', undefined],
      ['ocean_engine', undefined],
      ['meta', 'page'],
      ['google_ads', undefined],
    ])
    expect(leadForms[2]?.url).toMatch(new RegExp(`/v1/in/meta/leads/${campaignId}/[a-z2-7]{26}$`))
    const keys = [...monitors, ...leadForms].map(({ url }) => url.split('?')[0]?.split('/').at(-1))
    expect(new Set(keys).size).toBe(9)
  })

  it('is an example of a postback for each partner', async () => {
    const { postbacks } = await given({ partners: ['pt_media'] })
    const url = `${world.host.url}/v1/in/partners/pt_media/conversions`
    const example = `${url}?clickId={click_id}&event=registered&ts={unix_seconds}&sign={signature}`
    expect(postbacks).toEqual([{ partnerId: 'pt_media', url, example }])
  })

  it('is shown in the console as well', async () => {
    const { campaignId, monitors, leadForms } = await given({ partners: ['pt_media'] })
    const headers = { 'sec-fetch-site': 'same-origin' }
    const raw = new URLSearchParams({ key: world.host.operatorKey(), next: '/console' })
    const session = await send(world.host.url, 'POST', '/console/session', { raw, headers })
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await send(world.host.url, 'GET', `/console/campaigns/${campaignId}/setup`, { headers: { cookie } })
    for (const { url } of [...monitors, ...leadForms]) expect(page.text).toContain(url.replaceAll('&', '&amp;'))
    expect(page.text).toContain('pt_media/conversions')
  })
})

describe('what a page may show images from', () => {
  const imageSources = async (path: string) => {
    const { headers } = await send(world.host.url, 'GET', path)
    return /img-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1]?.split(' ')
  }

  it('is itself, and where the codes of WeChat and WeCom come from', async () => {
    const codes = ['https://mp.weixin.qq.com', 'https://wework.qpic.cn', ELSEWHERE]
    expect(await imageSources(`/demo/${world.campaignId}`)).toEqual(["'self'", 'data:', ...codes])
  })

  it('is nothing of others in the console', async () => {
    expect(await imageSources('/console/sign-in')).toEqual(["'self'", 'data:'])
  })
})
