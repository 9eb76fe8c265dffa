import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { startTestHost } from '../harness/testHost.ts'
import { unique } from './asking.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let key: string
beforeAll(async () => {
  world = await makeWorld(await startTestHost({ outboundHosts: 'api.e.qq.com,127.0.0.1:8788' }))
  key = world.host.operatorKey()
})

const rawItem = async (pk: string, sk: string) =>
  JSON.stringify(
    (
      await new DynamoDBClient({}).send(
        new GetItemCommand({ TableName: 'tuoke', Key: { pk: { S: pk }, sk: { S: sk } } }),
      )
    ).Item,
  )

describe('connections', () => {
  const put = (kind: string, id: string, body: unknown) =>
    world.ask({ method: 'PUT', path: `/v1/connections/${kind}/${id}`, body, key })
  const secret = 'a-very-secret-access-token'

  it('are set and replaced; secrets are kept sealed and never returned', async () => {
    const id = unique('account')
    const created = await put('tencent_ads', id, {
      accountId: '25610',
      accessToken: secret,
      baseUrl: 'http://127.0.0.1:8788/tencent',
    })
    expect(created.status).toBe(201)
    expect(created.json()).toMatchObject({
      kind: 'tencent_ads',
      connectionId: id,
      baseUrl: 'http://127.0.0.1:8788/tencent',
      settings: { accountId: '25610' },
      secrets: ['accessToken'],
    })
    const replaced = await put('tencent_ads', id, { accountId: '25611', accessToken: secret })
    expect(replaced.status).toBe(200)
    expect(created.text + replaced.text).not.toContain(secret)
    const item = await rawItem(`CONNECTION#tencent_ads#${id}`, 'CONNECTION')
    expect(item).toContain('25611')
    expect(item).not.toContain(secret)
  })

  it('take the grant of an account in place of a token, and say so where both are missing', async () => {
    const neither = await put('tencent_ads', unique('account'), { accountId: '25610' })
    expect(neither.problem().errors?.[0]?.message).toBe(
      'is required, unless oauthClientId, oauthClientSecret, oauthRefreshToken are given',
    )
    const grant = { oauthClientId: '2', oauthClientSecret: secret, oauthRefreshToken: secret }
    const reply = await put('tencent_ads', unique('account'), { accountId: '25610', ...grant })
    expect(reply.status).toBe(201)
    expect(reply.json()).toMatchObject({ settings: { accountId: '25610' }, secrets: Object.keys(grant) })
  })

  it.each([
    ['tencent_ads', {}, '/accountId', 'required'],
    ['tencent_ads', { accountId: '1' }, '/accessToken', 'required'],
    ['tencent_ads', { accountId: '1', oauthClientId: '2' }, '/oauthRefreshToken', 'required'],
    ['tencent_ads', { accountId: '1', accessToken: secret, oauthClientId: '2' }, '/accessToken', 'invalid'],
    ['ocean_engine', { advertiserId: '1', oauthClientId: '2' }, '/oauthClientSecret', 'required'],
    ['ocean_engine', { advertiserId: '1', oauthClientId: 'x' }, '/oauthClientId', 'invalid'],
    ['tencent_ads', { accountId: '1', accessToken: secret, appId: 'x' }, '/appId', 'unknown_field'],
    [
      'tencent_ads',
      { accountId: '1', accessToken: secret, baseUrl: 'https://evil.example' },
      '/baseUrl',
      'host_not_allowed',
    ],
    [
      'tencent_ads',
      { accountId: '1', accessToken: secret, baseUrl: 'http://169.254.169.254/latest' },
      '/baseUrl',
      'host_not_allowed',
    ],
    [
      'wechat_official_account',
      { appId: 'wx', appSecret: 's', token: 't', encodingAesKey: 'short' },
      '/encodingAesKey',
      'invalid',
    ],
    ['unheard_of', {}, '/path/kind', 'not_an_option'],
  ])('%s with %j is refused at %s', async (kind, body, pointer, code) => {
    const reply = await put(kind, unique('account'), body)
    expect(reply.problem().errors).toContainEqual(expect.objectContaining({ pointer, code }))
    expect(reply.text).not.toContain(secret)
  })
})

describe('API keys', () => {
  const create = (body: unknown, headers = {}) => world.ask({ method: 'POST', path: '/v1/keys', body, headers, key })

  it('are shown once and kept as a hash', async () => {
    const made = (await create({ name: 'reports', scopes: ['reports:read'] })).json() as { keyId: string; key: string }
    expect(made.key).toMatch(/^tk_[a-z2-7]{44}$/)
    const item = await rawItem(`KEY#${made.keyId}`, 'KEY')
    expect(item).not.toContain(made.key.slice(15))
  })

  it('made twice with one idempotency key are one key, the same again', async () => {
    const body = { name: 'once', scopes: ['reports:read'] }
    const headers = { 'idempotency-key': '"make-once"' }
    const replies = [await create(body, headers), await create(body, headers)]
    expect(replies[1]?.text).toBe(replies[0]?.text)
    expect(replies.map((reply) => reply.headers.get('idempotent-replayed'))).toEqual([null, 'true'])
  })

  it('are gone at once when revoked', async () => {
    const made = await world.newKey(['reports:read'])
    const use = () =>
      world.ask({
        method: 'GET',
        path: `/v1/reports/funnel?campaign=${world.campaignId}&from=2026-01-01&to=2026-01-02`,
        key: made,
      })
    expect((await use()).status).toBe(200)
    const revoke = () => world.ask({ method: 'DELETE', path: `/v1/keys/${made.slice(3, 15)}`, key })
    const revoked = await revoke()
    expect([revoked.status, revoked.text]).toEqual([204, ''])
    expect((await use()).status).toBe(401)
    expect((await revoke()).status).toBe(404)
  })
})
