import { beforeAll, describe, expect, it } from 'vitest'
import type { Conversion as Taken } from '../../infra/local/simulators/ads/ledger.ts'
import type { FaultKind } from '../../infra/local/simulators/faults.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import type { ConversionView } from '../../shared/contract/conversions.ts'
import { eventually, send } from '../harness/client.ts'
import { campaignSettings, phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

/** What each platform calls a contact. */
const ACTIONS = {
  tencent_ads: 'RESERVATION',
  ocean_engine: 'form',
  kuaishou: '9',
  baidu: '3',
  meta: 'Lead',
  google_ads: 'unused',
  partner: 'lead.captured',
} as const
type Platform = keyof typeof ACTIONS
const PLATFORMS = Object.keys(ACTIONS) as Platform[]

let host: TestHost
let made = 0

const as = (method: string, path: string, body?: object) =>
  send(host.url, method, path, { body, key: host.operatorKey() })

const simulated = async <Answer>(method: string, path: string, body?: object): Promise<Answer> =>
  (await send(host.simulators ?? '', method, `/_sim/${path}`, { body })).json() as Answer

const breakNext = (provider: Platform, kind: FaultKind, times = 1) =>
  simulated('POST', 'faults', { provider, kind, times })

/** The click that somebody makes on an ad, as it stands on the landing page's address. */
const clickOf = async (platform: Platform): Promise<[string, string][]> => {
  const { landing } = await simulated<{ landing: string }>('POST', 'ads/click', { platform, campaignId: 'spring' })
  return [...new URL(landing).searchParams]
}

/** A lead that came by an ad of each platform that has some, and is reported to some platforms. */
const captured = async (platforms: readonly Platform[]) => {
  const campaign = `simulated-${++made}`
  const purpose = { required: false, recipients: [...platforms] }
  const settings = campaignSettings({
    destinations: platforms.map((platform) => ({
      id: platform.replace('_', '-'),
      platform,
      connection: 'demo',
      conversions: { captured: { action: ACTIONS[platform] } },
    })),
    consent: {
      version: '2026-11',
      text: 'We tell ad platforms that you left your contact.',
      purposes: [
        { id: 'contact', required: true },
        { id: 'ad_measurement', ...purpose },
        { id: 'cross_border', ...purpose },
      ],
    },
  })
  const reply = await as('PUT', `/v1/campaigns/${campaign}`, settings)
  if (reply.status !== 201) throw new Error(reply.text)
  const withAds = platforms.filter((platform) => platform !== 'partner')
  const query = new URLSearchParams((await Promise.all(withAds.map(clickOf))).flat())
  const body = submission(phoneNumber(3000 + made), {
    consent: { version: '2026-11', purposes: ['contact', 'ad_measurement', 'cross_border'] },
    touch: { url: `https://loan.bank.example/spring?${query}` },
  })
  await send(host.url, 'POST', `/v1/campaigns/${campaign}/leads`, { body })
  const rows = async () =>
    ((await as('GET', `/v1/conversions?campaign=${campaign}`)).json() as { items: ConversionView[] }).items
  return { rows }
}

const taken = async (platform: Platform): Promise<Taken | undefined> =>
  (await simulated<{ conversions: Taken[] }>('GET', `${platform}/conversions`)).conversions[0]

beforeAll(async () => {
  host = await startTestHost({ simulators: true })
  await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, host.simulators ?? '')
})

describe('a contact', () => {
  it('is reported to every platform, each in its own way, and counts there once', async () => {
    const { rows } = await captured(PLATFORMS)
    const all = await eventually(rows, (found) => found.filter(({ status }) => status === 'accepted').length === 7)
    expect(all.map(({ platform }) => platform).sort()).toEqual([...PLATFORMS].sort())
    for (const platform of PLATFORMS)
      expect([platform, await taken(platform)]).toMatchObject([platform, { action: expect.anything(), counted: 1 }])
  })
})

describe('a platform that takes a conversion and drops the connection', () => {
  it('gets it again under the same id, and counts it once', async () => {
    await breakNext('tencent_ads', 'drop_after_accept')
    const { rows } = await captured(['tencent_ads'])
    const [row] = await eventually(rows, ([first]) => first?.status === 'accepted', 15)
    expect(row?.attempts.map(({ outcome, reason }) => reason ?? outcome)).toEqual(['unanswered', 'accepted'])
    expect(await taken('tencent_ads')).toMatchObject({ offered: 2, counted: 1 })
  })

  it('does not get it again when it would count it twice', async () => {
    await breakNext('ocean_engine', 'drop_after_accept')
    const { rows } = await captured(['ocean_engine'])
    const [row] = await eventually(rows, ([first]) => first?.status === 'rejected')
    expect(row).toMatchObject({ reason: 'unanswered', tries: 1 })
    expect(await taken('ocean_engine')).toMatchObject({ counted: 1 })
  })
})

describe('platforms that fail in the ways that they are known for', () => {
  it('are told again within seconds, and nothing is lost', async () => {
    const faults = {
      tencent_ads: '5xx',
      kuaishou: '5xx',
      baidu: 'redirect',
      meta: '429',
      google_ads: 'expired_token',
      partner: 'huge_answer',
    } as const satisfies Partial<Record<Platform, FaultKind>>
    const platforms = Object.keys(faults) as (keyof typeof faults)[]
    for (const platform of platforms) await breakNext(platform, faults[platform])
    const { rows } = await captured(platforms)
    const all = await eventually(rows, (found) => found.filter(({ status }) => status === 'accepted').length === 6, 20)
    const tries = Object.fromEntries(all.map((row) => [row.platform, row.tries]))
    expect(tries).toEqual({ ...Object.fromEntries(platforms.map((platform) => [platform, 2])), google_ads: 1 })
    for (const platform of platforms) expect(await taken(platform)).toMatchObject({ counted: 1 })
  })
})
