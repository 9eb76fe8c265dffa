import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { startSimulators } from '../../infra/local/simulators/simulators.ts'
import { ACCOUNT } from '../../infra/local/simulators/tencentCloud/account.ts'
import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import { tencentFaceId } from '../../shared/tencentCloud/faceId.ts'
import { tencentSms } from '../../shared/tencentCloud/sms.ts'
import { failureOf, type Outside, startOutside } from '../harness/outside.ts'
import { atEnd } from '../harness/place.ts'

const now = () => new Date()

let outside: Outside
beforeAll(async () => {
  outside = await startOutside()
})

const sendTo = (phone: string) =>
  tencentSms({ ...ACCOUNT, baseUrl: `${outside.url}/tencent_cloud/sms`, now }).sendCode({
    phone,
    code: '135790',
    minutes: 5,
  })

const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${outside.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers })

const pageText = async () => (await fetch(`${outside.url}/_sim`)).text()

describe('the simulated outside world', () => {
  it('shows messages, face checks, taps, faults and requests on its page, and takes its forms', async () => {
    await sendTo('13800138101')
    const faces = tencentFaceId({ ...ACCOUNT, baseUrl: `${outside.url}/tencent_cloud/faceid`, now })
    const { token } = await faces.start({ name: '<b>李四', idNumber: '11010519491231002X', extra: 'ap_1' })
    const tap = await form('/_sim/wechat/phone-codes', { appId: MINI_PROGRAM.appId, phone: '13800138102' })
    expect([tap.status, tap.headers.get('location')]).toEqual([303, '/_sim'])
    expect((await form('/_sim/faults', { provider: 'wechat', kind: 'slow', times: '3' })).status).toBe(303)
    const page = await pageText()
    for (const text of [
      '验证码为135790',
      `/face/${token}`,
      '&lt;b&gt;李四',
      '13800138102',
      '还剩 3 次',
      'POST /tencent_cloud/sms',
    ])
      expect(page).toContain(text)
    expect((await form('/_sim/faults/removal', {})).status).toBe(303)
    expect(await pageText()).not.toContain('还剩')
  })

  it('uses a fault up, the oldest first, and forgets those that are taken away', async () => {
    await outside.breakNext('tencent_cloud', '429', 1)
    await outside.breakNext('tencent_cloud', '5xx', 2)
    const kinds = [await failureOf(sendTo('13800138103')), await failureOf(sendTo('13800138103'))]
    expect(kinds.map(({ code }) => code)).toEqual(['http_429', 'http_503'])
    expect((await outside.ask('GET', '/_sim/faults')).json()).toEqual({
      faults: [{ provider: 'tencent_cloud', kind: '5xx', times: 1 }],
    })
    expect((await outside.ask('DELETE', '/_sim/faults')).status).toBe(200)
    expect(await sendTo('13800138103')).toHaveProperty('reference')
    const [newest, broken] = await outside.requests('tencent_cloud')
    expect(newest).toMatchObject({ path: '/tencent_cloud/sms', status: 200 })
    expect(broken).toMatchObject({ fault: '5xx', status: 503 })
  })

  it.each([
    ['/_sim/faults', { provider: 'nobody', kind: '5xx' }],
    ['/_sim/faults', { provider: 'wechat', kind: 'rain' }],
    ['/_sim/faults', { provider: 'wechat', kind: '5xx', times: 0 }],
    ['/_sim/wechat/phone-codes', { appId: MINI_PROGRAM.appId, phone: 'one' }],
    ['/_sim/face', { token: 'x', verdict: 'perhaps' }],
    ['/_sim/face', []],
  ])('says what is wrong with what was sent to %s (%o)', async (path, body) => {
    const reply = await outside.ask('POST', path, body)
    expect(reply.status).toBe(422)
    expect(reply.json()).toHaveProperty('error')
  })

  it('knows no face check that was not begun, and none twice', async () => {
    const verdict = { token: 'nobody', verdict: 'pass' }
    expect((await outside.ask('POST', '/_sim/face', verdict)).status).toBe(404)
    expect((await fetch(`${outside.url}/face/nobody`)).status).toBe(404)
    expect((await form('/face/nobody', { verdict: 'pass' })).status).toBe(404)
  })

  it('lets no other site make it act', async () => {
    const fields = { provider: 'wechat', kind: '5xx' }
    expect((await form('/_sim/faults', fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await outside.ask('GET', '/_sim/faults')).json()).toEqual({ faults: [] })
  })

  it.each([
    ['no authorization', {}, 'AuthFailure.InvalidAuthorization'],
    ['a header that is no signature', { authorization: 'Bearer x' }, 'AuthFailure.InvalidAuthorization'],
  ])('refuses a request with %s inside HTTP 200', async (_what, headers, code) => {
    const response = await fetch(`${outside.url}/tencent_cloud/sms`, { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ Response: { Error: { Code: code } } })
  })

  it('answers 413 to a body over 1 MiB and 404 to what no provider has', async () => {
    const body = 'x'.repeat(1024 * 1024 + 1)
    expect((await fetch(`${outside.url}/tencent_cloud/sms`, { method: 'POST', body })).status).toBe(413)
    expect((await outside.ask('GET', '/weather')).status).toBe(404)
    expect(outside.reports).toEqual([])
  })

  it('says that its port is taken, and how to do without', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    atEnd(() => void server.close())
    const { port } = server.address() as AddressInfo
    await expect(startSimulators({ port, host: '127.0.0.1', report: () => undefined })).rejects.toThrow(
      `Port ${port} is taken. Set PORT to another one, or TUOKE_SIMULATORS=off to do without simulators.`,
    )
  })
})
