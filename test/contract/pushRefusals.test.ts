import { beforeAll, describe, expect, it } from 'vitest'
import { LeadPlatform } from '../../shared/domain/leadPlatform.ts'
import { feiyuSignature } from '../../shared/platforms/leads/oceanEngine.ts'
import { tencentLeadsSignature } from '../../shared/platforms/leads/tencentAds.ts'
import { startAds } from '../harness/adClicks.ts'
import { send } from '../harness/client.ts'
import { allItems } from '../harness/items.ts'
import { FORMS, PUSHES, SECRETS, startForms } from '../harness/leadPushes.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

let host: TestHost
let ads: ReturnType<typeof startAds>
let forms: ReturnType<typeof startForms>
let campaignId: string
beforeAll(async () => {
  host = await startTestHost()
  ads = startAds(host)
  forms = startForms(host)
  for (const platform of LeadPlatform.options) await forms.connect(platform, 'forms')
  campaignId = await ads.newCampaign({ hostedForms: FORMS })
})

const SENT = { id: '444444444444', phone: phoneNumber(61_000) }

const tencent = (change: object): Record<string, string> => {
  const { leadsToken: token, leadsSecret: secret } = SECRETS.tencent_ads
  const timestamp = String(Math.floor(Date.now() / 1000))
  return { 'x-signature': tencentLeadsSignature({ token, secret, timestamp, algorithm: 'sha256', ...change }) }
}

const feiyu = (change: object): Record<string, string> => {
  const { leadsKey: key, leadsToken: token } = SECRETS.ocean_engine
  return { signature: feiyuSignature({ id: SENT.id, timestamp: '1', key, token, digestForm: 'hex', ...change }) }
}

const skewed = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)

const google = (change: object): string => JSON.stringify({ ...JSON.parse(PUSHES.google_ads(SENT).raw), ...change })

describe('a push that is not from the platform', () => {
  it.each<[LeadPlatform, string, { raw?: string; headers?: Record<string, string> }]>([
    ['tencent_ads', 'signed with another secret', { headers: tencent({ secret: 'other' }) }],
    ['tencent_ads', 'signed with another token', { headers: tencent({ token: 'other' }) }],
    ['tencent_ads', 'signed six minutes ago', { headers: tencent({ timestamp: skewed(-360) }) }],
    ['tencent_ads', 'signed in six minutes', { headers: tencent({ timestamp: skewed(360) }) }],
    ['ocean_engine', 'signed with another key', { headers: feiyu({ key: 'other' }) }],
    ['ocean_engine', 'signed for another lead', { headers: feiyu({ id: '1' }) }],
    ['ocean_engine', 'with another token', { headers: { 'access-token': 'other' } }],
    ['ocean_engine', 'without a signature', { headers: { signature: '' } }],
    ['meta', 'without a signature', { headers: { 'x-hub-signature-256': '' } }],
    ['meta', 'changed on its way', { raw: `${PUSHES.meta(SENT).raw} ` }],
    ['google_ads', 'with another key', { raw: google({ google_key: 'other' }) }],
    ['google_ads', 'with an empty key', { raw: google({ google_key: '' }) }],
  ])('by %s, %s, is refused', async (platform, _, change) => {
    const reply = await forms.push(campaignId, platform, SENT, change)
    expect(reply.problem()).toMatchObject({ status: 401, code: 'signature_invalid' })
  })

  it('is refused without a signature where the connection requires one', async () => {
    await forms.connect('tencent_ads', 'strict', { leadsSigned: 'required' })
    const strict = await ads.newCampaign({ hostedForms: { ...FORMS, tencent_ads: { connection: 'strict' } } })
    const { raw } = PUSHES.tencent_ads(SENT)
    const address = await forms.addressOf(strict, 'tencent_ads')
    const reply = await send(host.url, 'POST', address, { raw, headers: { 'content-type': 'application/json' } })
    expect(reply.status).toBe(401)
  })

  it('leaves nothing', async () => {
    expect(await ads.counted(campaignId)).toEqual({})
  })
})

describe('a push that cannot be read', () => {
  it.each<[LeadPlatform, string]>([
    ['tencent_ads', '{"leads_name":"x"}'],
    ['tencent_ads', '[]'],
    ['ocean_engine', '{"telphone":"1"}'],
    ['google_ads', '{"google_key":"google-key"}'],
    ['google_ads', 'nonsense'],
  ])('by %s, such as %s, is malformed', async (platform, raw) => {
    const reply = await forms.push(campaignId, platform, SENT, { raw })
    expect(reply.problem()).toMatchObject({ status: 400, code: 'malformed_body' })
  })

  it('is too large beyond 64 KiB', async () => {
    const reply = await forms.push(campaignId, 'google_ads', SENT, { raw: `"${'x'.repeat(65_536)}"` })
    expect(reply.problem()).toMatchObject({ status: 413, code: 'body_too_large' })
  })
})

describe('an address', () => {
  it('that is not quite right is nowhere, whichever part of it is wrong', async () => {
    const address = await forms.addressOf(campaignId, 'google_ads')
    const { raw, headers } = PUSHES.google_ads(SENT)
    const clicks = (await ads.monitorOf(campaignId, 'baidu')).split('/').at(-1)?.split('?')[0] ?? ''
    const wrong = [
      `${address}a`,
      address.slice(0, -1),
      address.replace('google_ads', 'meta'),
      address.replace('google_ads', 'baidu'),
      address.replace(campaignId, 'no-such-campaign'),
      address.replace(/[^/]+$/, clicks),
    ]
    const replies = await Promise.all(wrong.map((path) => send(host.url, 'POST', path, { raw, headers })))
    const documents = replies.map((reply) => ({ ...reply.problem(), requestId: '' }))
    expect(new Set(documents.map((document) => JSON.stringify(document))).size).toBe(1)
    expect(documents[0]).toMatchObject({ status: 404, code: 'route_not_found' })
  })

  it.each(['tencent_ads', 'ocean_engine', 'google_ads'] as const)(
    'of %s is not asked for with GET',
    async (platform) => {
      const reply = await send(host.url, 'GET', await forms.addressOf(campaignId, platform))
      expect(reply.problem().code).toBe('route_not_found')
    },
  )

  it.each(['meta', 'google_ads'] as const)(
    'of %s takes nothing without a connection that verifies it',
    async (platform) => {
      const { [platform]: _, ...others } = FORMS
      for (const hostedForms of [others, { ...others, [platform]: { connection: 'nobody-set-it' } }]) {
        const bare = await ads.newCampaign({ hostedForms })
        expect((await forms.push(bare, platform, SENT)).problem()).toMatchObject({
          status: 404,
          code: 'account_not_found',
        })
      }
    },
  )
})

it('no phone or name that was pushed is in the log, or in the clear in the table', async () => {
  for (const platform of ['tencent_ads', 'ocean_engine', 'google_ads'] as const)
    await forms.push(campaignId, platform, { id: `${SENT.id}1`, phone: '138 0013 8765' })
  await forms.push(campaignId, 'tencent_ads', { id: '5', phone: 'not-a-phone-13800138765' })
  expect(await ads.counted(campaignId)).toMatchObject({ captured: 1, rejected: 1 })
  const everything = JSON.stringify([await allItems(host.dynamodb), host.logs, host.reports])
  for (const canary of ['13800138765', '138 0013 8765', '张三', 'google-key', 'leads-secret', 'feiyu-key'])
    expect(everything).not.toContain(canary)
})
