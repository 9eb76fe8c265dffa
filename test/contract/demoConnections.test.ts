import { beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../infra/local/demo.ts'
import { KEY_ID } from '../../infra/local/services.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { ConversionView } from '../../shared/contract/conversions.ts'
import type { ProviderDeps } from '../../shared/providers/openConnection.ts'
import { openFaceChecker } from '../../shared/providers/openFaceChecker.ts'
import { openPhoneReader } from '../../shared/providers/openPhoneReader.ts'
import { openSmsSender } from '../../shared/providers/openSmsSender.ts'
import { kmsClient } from '../../shared/runtime/aws/clients.ts'
import { keyRingOpener } from '../../shared/security/keyRing.ts'
import { kmsKeys } from '../../shared/security/kms.ts'
import { connectionStore } from '../../shared/store/connectionStore.ts'
import { keyRingStore } from '../../shared/store/keyRingStore.ts'
import { providerTokenStore } from '../../shared/store/providerTokenStore.ts'
import type { Table } from '../../shared/store/table.ts'
import { eventually, send } from '../harness/client.ts'
import { failureOf } from '../harness/outside.ts'
import { tableOn } from '../harness/tables.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

/** Platforms with lead forms of their own. */
const FORMS = ['tencent_ads', 'ocean_engine', 'meta', 'google_ads']

let host: TestHost
let simulators: string
let table: Table
let deps: ProviderDeps

beforeAll(async () => {
  host = await startTestHost({ simulators: true, outboundHosts: '' })
  simulators = host.simulators ?? ''
  table = await tableOn(host.dynamodb, 'tuoke')
  deps = {
    connections: connectionStore(table),
    ring: keyRingOpener(keyRingStore(table).load, kmsKeys({ kms: kmsClient(), keyId: KEY_ID })),
    now: () => new Date(),
  }
  const installation = { url: host.url, operatorKey: host.operatorKey() }
  await seedConnections(installation, simulators)
  await seedConnections(installation, simulators)
})

describe('the demo connections of a host with simulators', () => {
  it('send codes to the simulated phone', async () => {
    const sender = await openSmsSender(deps, 'demo')
    const { reference } = await sender.sendCode({ phone: '13800138201', code: '246801', minutes: 5 })
    const { messages } = (await send(simulators, 'GET', '/_sim/sms?phone=13800138201')).json() as {
      messages: { code: string; reference: string }[]
    }
    expect(messages).toMatchObject([{ code: '246801', reference }])
  })

  it('begin a face check', async () => {
    const checker = await openFaceChecker(deps, 'demo')
    const { url, token } = await checker.start({ name: '李四', idNumber: '11010519491231002X', extra: 'ap_1' })
    expect(url).toBe(`${simulators}/face/${token}`)
    expect(await checker.result(token)).toEqual({ status: 'pending' })
  })

  it('read the phone number of a tap in the mini program', async () => {
    const tap = { appId: MINI_PROGRAM.appId, phone: '13800138202' }
    const { code } = (await send(simulators, 'POST', '/_sim/wechat/phone-codes', { body: tap })).json() as {
      code: string
    }
    const withTokens = { ...deps, tokens: providerTokenStore(table) }
    const reader = await openPhoneReader(withTokens, 'demo', MINI_PROGRAM.appId)
    expect(await reader.read(code)).toEqual({ status: 'read', phone: '13800138202' })
    expect(await failureOf(openPhoneReader(withTokens, 'demo', 'wx_other'))).toMatchObject({ code: 'other_app' })
  })

  it('verify what platforms push to the demo campaign, and tell them what became of it', async () => {
    const { url } = host
    const key = host.operatorKey()
    await seedDemo(url, key)
    const read = async (path: string) => (await send(url, 'GET', path, { key })).json()
    const setup = (await read('/v1/campaigns/demo-landing-page/setup')) as {
      leadForms: { platform: string; url: string }[]
    }
    expect(setup.leadForms.map(({ platform }) => platform).sort()).toEqual(FORMS.toSorted())
    for (const [n, platform] of FORMS.entries()) {
      const address = setup.leadForms.find((form) => form.platform === platform)?.url ?? ''
      const own = { campaignId: 'demo-landing-page', key: new URL(address).pathname.split('/').at(-1) }
      const body = { platform, ...own, phone: `1380013821${n}` }
      const told = (await send(simulators, 'POST', '/_sim/ads/lead', { body })).json()
      expect([platform, told]).toMatchObject([platform, { attempts: [{ status: 200 }] }])
    }
    const rows = await eventually(
      async () =>
        ((await read('/v1/conversions?campaign=demo-landing-page&limit=100')) as { items: ConversionView[] }).items,
      (found) => found.filter(({ status }) => status === 'accepted').length === FORMS.length + 2,
      20,
    )
    const accepted = rows.filter(({ status }) => status === 'accepted').map(({ platform }) => platform)
    expect(accepted.toSorted()).toEqual(['google_ads', 'meta', ...FORMS.map(() => 'partner')])
    const { conversions } = (await send(simulators, 'GET', '/_sim/meta/conversions')).json() as { conversions: unknown }
    expect(conversions).toMatchObject([{ attributedTo: 'lead', fields: { custom_data: { event_source: 'crm' } } }])
  })

  it('are the only ones there are', async () => {
    const failure = await failureOf(openSmsSender(deps, 'other'))
    expect(failure).toMatchObject({ provider: 'sms', kind: 'refused', code: 'no_connection' })
  })
})
