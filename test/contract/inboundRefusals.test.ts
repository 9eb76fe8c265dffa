import { beforeAll, describe, expect, it } from 'vitest'
import type { Shape } from '../../infra/local/simulators/deliveries/callbackRequest.ts'
import { callbackSignature } from '../../shared/callbacks/envelope.ts'
import {
  type Listener,
  type Listening,
  newFollower,
  STAFF,
  startListening,
  type Told,
  telling,
  wechatEvent,
} from '../harness/listening.ts'

const DAY_MS = 86_400_000
const PLAIN: Shape = { mode: 'plain', format: 'xml' }

let on: Listening
let plain: Listener
let encrypted: Listener
beforeAll(async () => {
  on = await startListening()
  plain = await on.newAccount(PLAIN)
  encrypted = await on.newAccount()
})

const follow = () => wechatEvent(newFollower(), 'subscribe', { EventKey: '' })

/** A follow that is told as the account tells, with something changed. */
const toldTo = (listener: Listener, change: Partial<Listener['account']> = {}, at?: Date): Told => ({
  ...telling({ ...listener, account: { ...listener.account, ...change } }, follow(), at),
  account: listener.account,
})

const yesterday = () => new Date(Date.now() - DAY_MS)

const BOMB = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xml><FromUserName>&b;</FromUserName></xml>`

const unsealed = (told: Told): Told => ({ ...told, body: told.body.replace(/<Encrypt>.*<\/Encrypt>/, '') })

/** An encrypted text that is cut short, and signed as it is. */
const cutShort = ({ account, query, body, ...told }: Told): Told => {
  const [, sealed = ''] = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body) ?? []
  const short = sealed.slice(0, -7)
  const { timestamp = '', nonce = '' } = query
  const msg_signature = callbackSignature(account.token, timestamp, nonce, short)
  return { ...told, account, query: { ...query, msg_signature }, body: body.replace(sealed, short) }
}

const REFUSED: readonly [what: string, make: () => Told, status: number, code: string][] = [
  [
    'of an account that nobody has',
    () => ({ ...toldTo(plain), account: { ...plain.account, id: 'wx0000000000000000' } }),
    404,
    'account_not_found',
  ],
  [
    'of a company as if it were an app',
    () => ({ ...toldTo(plain), account: { ...STAFF.account, platform: 'wechat' } }),
    404,
    'account_not_found',
  ],
  ['signed by another token', () => toldTo(plain, { token: 'another' }), 401, 'signature_invalid'],
  ['encrypted, and signed by another token', () => toldTo(encrypted, { token: 'another' }), 401, 'signature_invalid'],
  ['of WeCom, signed by another token', () => toldTo(STAFF, { token: 'another' }), 401, 'signature_invalid'],
  ['that was signed a day ago', () => toldTo(plain, {}, yesterday()), 401, 'signature_invalid'],
  ['that was encrypted and signed a day ago', () => toldTo(encrypted, {}, yesterday()), 401, 'signature_invalid'],
  ['without a signature', () => ({ ...toldTo(plain), query: {} }), 401, 'signature_invalid'],
  ['in the clear for an account with a key', () => toldTo({ ...encrypted, shape: PLAIN }), 401, 'signature_invalid'],
  ['without its encrypted part', () => unsealed(toldTo(encrypted)), 401, 'signature_invalid'],
  [
    'that is encrypted for another account',
    () => toldTo(encrypted, { id: plain.account.id }),
    401,
    'signature_invalid',
  ],
  ['of WeCom that is about another company', () => toldTo(STAFF), 401, 'signature_invalid'],
  ['of a megabyte', () => ({ ...toldTo(plain), body: 'a'.repeat(2 ** 20) }), 413, 'body_too_large'],
  ['whose encrypted part is cut short', () => cutShort(toldTo(encrypted)), 400, 'malformed_body'],
  ['with entities', () => ({ ...toldTo(plain), body: BOMB }), 400, 'malformed_body'],
  ['that is no message', () => ({ ...toldTo(plain), body: 'subscribe' }), 400, 'malformed_body'],
  [
    'that names nobody',
    () => ({ ...toldTo(plain), body: '<xml><MsgType>event</MsgType></xml>' }),
    400,
    'malformed_body',
  ],
  ['without a body', () => ({ ...toldTo(encrypted), body: '' }), 400, 'malformed_body'],
]

describe('a message', () => {
  it.each(REFUSED)('%s is refused, and leaves no trace', async (_, make, status, code) => {
    const before = await on.kept()
    const reply = await on.tell(make())
    expect([reply.status, reply.problem().code]).toEqual([status, code])
    expect(await on.kept()).toEqual(before)
    expect(JSON.stringify([reply.text, on.on.host.logs])).not.toContain('oListening')
  })
})

describe('a store that does not answer', () => {
  it('is waited for less long than the platform waits, and the event is taken when it is delivered again', async () => {
    const told = toldTo(plain)
    const { engine } = on.on.host
    engine.fail('TransactWriteItems', { kind: 'hang' }, { times: 10, holding: 'FOLLOWER#' })
    const from = performance.now()
    const reply = await on.tell(told)
    expect(performance.now() - from).toBeLessThan(5000)
    expect([reply.status, reply.problem().code]).toEqual([503, 'store_unavailable'])
    expect(reply.headers.get('retry-after')).toBe('1')
    engine.heal()
    expect((await on.tell(told)).text).toBe('success')
  })
})
