import { beforeAll, describe, expect, it } from 'vitest'
import { KEY_ID } from '../../infra/local/services.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
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
import { send } from '../harness/client.ts'
import { failureOf } from '../harness/outside.ts'
import { tableOn } from '../harness/storeEngines.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

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

  it('are the only ones there are', async () => {
    const failure = await failureOf(openSmsSender(deps, 'other'))
    expect(failure).toMatchObject({ provider: 'sms', kind: 'refused', code: 'no_connection' })
  })
})
