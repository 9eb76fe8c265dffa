import { beforeAll, describe, expect, it } from 'vitest'
import type { AccessToken } from '../../shared/providers/accessToken.ts'
import { wechatCodeSession } from '../../shared/wechat/codeSession.ts'
import { wechatQrCode } from '../../shared/wechat/qrCode.ts'
import { wecomContactWay } from '../../shared/wecom/contactWay.ts'
import { FAULTS, failureOf, type Outside, PATIENT_MS, startOutside } from '../harness/outside.ts'
import { type ScriptedProvider, startScriptedProvider } from '../harness/scriptedProvider.ts'

const APP = { appId: 'wx0123456789abcdef', appSecret: 'a-secret-that-nobody-sees' }
const CORP = { corpId: 'ww0123456789abcdef', secret: 'a-secret-that-nobody-sees' }
const accessToken: AccessToken = { use: (call) => call('a-token') }

let provider: ScriptedProvider
let outside: Outside
beforeAll(async () => {
  provider = await startScriptedProvider()
  outside = await startOutside()
})

const read = () => wechatCodeSession({ ...APP, baseUrl: provider.url }).read('a code+1')
const invite = (changes: object = {}) =>
  wechatQrCode({ ...APP, baseUrl: `${provider.url}/`, ...changes }, accessToken).invite('iv_scene')
const contact = () => wecomContactWay({ ...CORP, baseUrl: provider.url }, accessToken, ['li.hua']).invite('iv_scene')

describe('the login of a mini program', () => {
  it('is who WeChat says, without the session key', async () => {
    provider.answerWith({ openid: 'o-1', unionid: 'u-1', session_key: 'aaa==' })
    expect(await read()).toEqual({ status: 'read', person: { openid: 'o-1', unionid: 'u-1' } })
    provider.answerWith({ openid: 'o-1', session_key: 'aaa==', errcode: 0 })
    expect(await read()).toEqual({ status: 'read', person: { openid: 'o-1' } })
    const { method, url } = provider.asked.at(-1) ?? {}
    expect(method).toBe('GET')
    expect(Object.fromEntries(new URL(url ?? '', provider.url).searchParams)).toEqual({
      appid: APP.appId,
      secret: APP.appSecret,
      js_code: 'a code+1',
      grant_type: 'authorization_code',
    })
  })

  it.each([40029, 40163, 40226])('is by a bad code when WeChat answers %i', async (errcode) => {
    provider.answerWith({ errcode, errmsg: 'no' })
    expect(await read()).toEqual({ status: 'bad_code' })
  })

  it.each([
    [-1, 'unreachable', true],
    [45011, 'rate_limited', true],
    [40013, 'refused', false],
    [40125, 'refused', false],
  ] as const)('fails when WeChat answers %i: %s', async (errcode, kind, retryable) => {
    provider.answerWith({ errcode, errmsg: 'no' })
    const failure = await failureOf(read())
    expect(failure).toMatchObject({ provider: 'wechat', kind, retryable, code: String(errcode) })
    expect(`${JSON.stringify(failure)} ${failure.message} ${failure.stack}`).not.toContain(APP.appSecret)
  })

  it.each([{}, { openid: '' }, [], 'text', null, { openid: 'o', errcode: 'x' }])(
    'fails when WeChat answers with %j',
    async (answer) => {
      provider.answerWith(answer)
      expect(await failureOf(read())).toMatchObject({ kind: 'malformed', code: 'unexpected_shape' })
    },
  )

  it.each(FAULTS)('has the fault $fault: $failure.kind', async ({ fault, timeoutMs, failure }) => {
    await outside.breakNext('wechat', fault)
    const reading = wechatCodeSession({ ...APP, baseUrl: `${outside.url}/wechat`, timeoutMs }).read('x')
    expect(await failureOf(reading)).toMatchObject(failure)
  })

  it('tells nothing of the secret when nobody answers', async () => {
    const app = { ...APP, baseUrl: 'http://127.0.0.1:1', timeoutMs: PATIENT_MS }
    const failure = await failureOf(wechatCodeSession(app).read('x'))
    expect(failure).toMatchObject({ kind: 'unreachable', retryable: true })
    expect(`${JSON.stringify(failure)} ${failure.message} ${failure.stack} ${failure.cause}`).not.toContain(
      APP.appSecret,
    )
  })
})

describe('a code of the official account', () => {
  it('is good as long as WeChat says, and its image lies where the code was made', async () => {
    provider.answerWith({ ticket: 'a+b/c==', expire_seconds: 60, url: 'http://weixin.qq.com/q/1' })
    expect(await invite()).toEqual({
      url: 'http://weixin.qq.com/q/1',
      imageUrl: `${provider.url}/cgi-bin/showqrcode?ticket=a%2Bb%2Fc%3D%3D`,
      seconds: 60,
    })
    expect(provider.asked.at(-1)).toEqual({ method: 'POST', url: '/cgi-bin/qrcode/create?access_token=a-token' })
  })

  it.each([
    { ticket: 't', url: 'u' },
    { url: 'u', expire_seconds: 60 },
    { ticket: 't', expire_seconds: 60 },
  ])('fails when WeChat answers with %j alone', async (answer) => {
    provider.answerWith(answer)
    expect(await failureOf(invite())).toMatchObject({ kind: 'malformed', code: 'unexpected_shape' })
  })
})

describe('a contact way', () => {
  it('does not end, and WeCom knows it by an id', async () => {
    const qr_code = 'https://wework.qpic.cn/wwpic/1/0'
    provider.answerWith({ errcode: 0, errmsg: 'ok', config_id: 'c1', qr_code })
    expect(await contact()).toEqual({ url: qr_code, imageUrl: qr_code, configId: 'c1' })
  })

  it.each([
    [-1, 'unreachable'],
    [45009, 'rate_limited'],
    [45033, 'rate_limited'],
    [48002, 'refused'],
    [60020, 'refused'],
  ] as const)('fails when WeCom answers %i: %s', async (errcode, kind) => {
    provider.answerWith({ errcode, errmsg: 'no' })
    expect(await failureOf(contact())).toMatchObject({ provider: 'wecom', kind, code: String(errcode) })
  })
})
