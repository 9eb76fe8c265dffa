import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from '../../infra/local/simulators/deliveries/deliver.ts'
import { MINI_PROGRAM, OFFICIAL_ACCOUNT } from '../../infra/local/simulators/wechat/app.ts'
import { CORP } from '../../infra/local/simulators/wecom/corp.ts'
import { callbackSignature, openMessage } from '../../shared/callbacks/envelope.ts'
import { asked, type Behaviour, openedFrom, type Platforms, startPlatforms, valueIn } from './callbackReceiver.ts'

type Done = { event: string | null; deliveries: Delivery[] }

const ACCOUNT_PATH = `/v1/in/wechat/${OFFICIAL_ACCOUNT.appId}`

let platforms: Platforms
let phones = 13_800_138_300
const somebody = () => String(phones++)

beforeAll(async () => {
  platforms = await startPlatforms()
})

beforeEach(() => {
  platforms.heard()
  platforms.plan()
})

const follow = (more: object = {}) => platforms.act<Done>('wechat/follow', { person: somebody(), ...more })
const choose = (more: object) => platforms.act<Done>('wechat/reminders', { person: somebody(), ...more })
const events = () =>
  platforms.heard().map((heard) => {
    const text = openedFrom(heard, OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT.appId)
    return `${valueIn(text, 'Event')} ${valueIn(text, 'EventKey')}`
  })

describe('events of the simulated WeChat', () => {
  it('come encrypted and signed to the address of the account', async () => {
    const { deliveries } = await follow()
    const [heard, ...others] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect(others).toEqual([])
    expect([heard.method, heard.path]).toEqual(['POST', ACCOUNT_PATH])
    const plain = callbackSignature(OFFICIAL_ACCOUNT.token, asked(heard, 'timestamp'), asked(heard, 'nonce'))
    expect(asked(heard, 'signature')).toBe(plain)
    expect(asked(heard, 'encrypt_type')).toBe('aes')
    expect(heard.body).not.toContain('subscribe')
    const message = openedFrom(heard, OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT.appId)
    expect(['ToUserName', 'MsgType', 'Event'].map((name) => valueIn(message, name))).toEqual([
      'gh_simulated02',
      'event',
      'subscribe',
    ])
    expect(valueIn(message, 'FromUserName')).toBe(asked(heard, 'openid'))
    expect(deliveries).toMatchObject([{ event: 'subscribe', attempts: [{ status: 200, answer: 'success' }] }])
  })

  it('come in the clear, without a second signature, when told to', async () => {
    await follow({ mode: 'plain' })
    const [heard] = platforms.heard()
    expect(valueIn(heard?.body ?? '', 'Event')).toBe('subscribe')
    expect([...(heard?.query.keys() ?? [])].sort()).toEqual(['nonce', 'openid', 'signature', 'timestamp'])
  })

  it('come both ways in compatible mode', async () => {
    await follow({ mode: 'compatible' })
    const [heard] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect(valueIn(heard.body, 'Event')).toBe('subscribe')
    expect(valueIn(openedFrom(heard, OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT.appId), 'Event')).toBe('subscribe')
  })

  it('of a mini program come as JSON when told to, with a bare entry and numbers as text', async () => {
    await choose({ app: 'mini_program', format: 'json', templateId: 'repayment-due', accepted: false })
    const [heard] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect(heard.headers.get('content-type')).toBe('application/json')
    expect(heard.path).toBe(`/v1/in/wechat/${MINI_PROGRAM.appId}`)
    expect(JSON.parse(openedFrom(heard, MINI_PROGRAM, MINI_PROGRAM.appId))).toMatchObject({
      Event: 'subscribe_msg_popup_event',
      CreateTime: expect.stringMatching(/^\d{10}$/),
      List: { TemplateId: 'repayment-due', SubscribeStatusString: 'reject' },
    })
  })

  it('have a list inside an element of its own in XML', async () => {
    await choose({ mode: 'plain', templateId: 'repayment-due' })
    const [heard] = platforms.heard()
    expect(heard?.body).toContain(
      '<SubscribeMsgPopupEvent><List><TemplateId><![CDATA[repayment-due]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString>',
    )
  })
})

describe('a delivery that is not answered with 200', () => {
  const failing: [string, Behaviour, object][] = [
    ['no answer in time', 'silent', { failure: 'timeout' }],
    ['a cut connection', 'cut', { failure: 'disconnected' }],
    ['an error', { status: 500, text: 'busy' }, { status: 500, answer: 'busy' }],
    ['a redirect', { status: 302 }, { status: 302 }],
  ]
  it.each(failing)('is tried 3 times again after %s, then given up', async (_what, behaviour, attempt) => {
    platforms.pauses.length = 0
    platforms.limits.length = 0
    platforms.plan(behaviour, behaviour, behaviour, behaviour)
    const { deliveries } = await follow()
    expect(deliveries).toMatchObject([{ attempts: [attempt, attempt, attempt, attempt] }])
    expect(platforms.limits).toEqual([5000, 5000, 5000, 5000])
    expect(platforms.pauses).toHaveLength(3)
    expect(platforms.heard()).toHaveLength(4)
  })

  it('is the same message each time, signed anew, and ends with the first 200', async () => {
    platforms.plan('silent', 'cut', { text: '' })
    const { deliveries } = await follow()
    const heard = platforms.heard()
    expect(deliveries[0]?.attempts.at(-1)).toMatchObject({ status: 200, answer: '' })
    expect(heard).toHaveLength(3)
    const messages = heard.map((each) => openedFrom(each, OFFICIAL_ACCOUNT, OFFICIAL_ACCOUNT.appId))
    expect(new Set(messages).size).toBe(1)
    for (const name of ['nonce', 'signature', 'msg_signature'])
      expect(new Set(heard.map((each) => asked(each, name))).size).toBe(3)
  })
})

describe('deliveries on demand', () => {
  it('come several times', async () => {
    const { deliveries } = await follow({ times: 3 })
    expect(deliveries).toHaveLength(3)
    expect(events()).toEqual(Array.from({ length: 3 }, () => 'subscribe '))
  })

  const inOrder = async (order: object): Promise<string[]> => {
    const person = somebody()
    for (const key of ['A', 'B', 'C', 'D']) await platforms.act('wechat/menu', { person, key, held: true })
    expect(platforms.heard()).toEqual([])
    await platforms.act('wechat/deliveries/release', order)
    return events().map((event) => event.slice(-1))
  }

  it('are held back and sent later, in order, reversed, or shuffled the same way by the same seed', async () => {
    expect(await inOrder({})).toEqual(['A', 'B', 'C', 'D'])
    expect(await inOrder({ order: 'latest_first' })).toEqual(['D', 'C', 'B', 'A'])
    const shuffled = await inOrder({ order: 'shuffled', seed: 3 })
    expect(shuffled.toSorted()).toEqual(['A', 'B', 'C', 'D'])
    expect(shuffled).not.toEqual(['A', 'B', 'C', 'D'])
    expect(await inOrder({ order: 'shuffled', seed: 3 })).toEqual(shuffled)
  })

  it('are listed with their answers, the newest first', async () => {
    platforms.plan({ status: 401, text: 'no' })
    await follow({ mode: 'plain' })
    const { deliveries } = (await platforms.ask('GET', '/_sim/wechat/deliveries')).json() as { deliveries: Delivery[] }
    expect(deliveries[0]).toMatchObject({ mode: 'plain', attempts: [{ status: 401, answer: 'no' }, { status: 200 }] })
    expect(await (await fetch(`${platforms.url}/_sim`)).text()).toContain('共投递 2 次')
  })
})

describe('the check of an address', () => {
  it('asks with a plain text at WeChat, and takes nothing but that text', async () => {
    platforms.answerWith((heard) => ({ text: asked(heard, 'echostr') }))
    platforms.plan({ text: 'something else' })
    expect(await platforms.act('wechat/verification', {})).toMatchObject({ isRight: false })
    expect(await platforms.act('wechat/verification', { app: 'mini_program' })).toMatchObject({ isRight: true })
    const [heard] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect([heard.method, heard.path]).toEqual(['GET', ACCOUNT_PATH])
    const { token } = OFFICIAL_ACCOUNT
    expect(asked(heard, 'signature')).toBe(callbackSignature(token, asked(heard, 'timestamp'), asked(heard, 'nonce')))
    expect(asked(heard, 'echostr')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('asks with an encrypted text at WeCom', async () => {
    await platforms.act('wecom/verification', {})
    const [heard] = platforms.heard()
    if (!heard) throw new Error('nothing came')
    expect(heard.path).toBe(`/v1/in/wecom/${CORP.corpId}`)
    const echostr = asked(heard, 'echostr')
    const signature = callbackSignature(CORP.token, asked(heard, 'timestamp'), asked(heard, 'nonce'), echostr)
    expect(asked(heard, 'msg_signature')).toBe(signature)
    expect(openMessage(CORP.encodingAesKey, [CORP.corpId], echostr)).toMatch(/^[0-9a-f-]{36}$/)
  })
})
