import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBLEM_CODES, PROBLEMS } from '../../shared/contract/problem.ts'
import { sdkIntegrity } from '../../shared/web/sdk.ts'
import { send } from '../harness/client.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})

const get = (path: string, accept = 'text/html,*/*') => send(host.url, 'GET', path, { headers: { accept } })

const HTML = 'text/html; charset=utf-8'

describe('the pages', () => {
  it('link from the home page to those demo campaigns that are there', async () => {
    expect((await get('/')).text).not.toContain('/demo/')
    const { campaignId: demo } = await newCampaign(host, {}, 'demo-wecom')
    await newCampaign(host, { status: 'draft' }, 'demo-app')
    const { text, headers } = await get('/')
    expect([...text.matchAll(/href="(\/[^"]*)"/g)].map(([, link]) => link)).toEqual([
      `/demo/${demo}`,
      '/console',
      '/docs',
      '/health',
    ])
    expect(headers.get('content-type')).toBe(HTML)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('stay small: a landing page is under 30 KB in either language', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    for (const query of ['', '?lang=en'])
      expect(Buffer.byteLength((await get(`/demo/${campaign.campaignId}${query}`)).text)).toBeLessThan(30_000)
  })

  it('tell visitors of a paused or closed campaign that it has ended, without a form', async () => {
    for (const status of ['paused', 'closed'] as const) {
      const { campaignId } = await newCampaign(host, { status })
      const { status: answered, text } = await get(`/demo/${campaignId}`)
      expect(answered).toBe(200)
      expect(text).toContain('活动已结束')
      expect(text).not.toContain('<form')
    }
  })

  it('hide drafts like campaigns that never were', async () => {
    const { campaignId } = await newCampaign(host, { status: 'draft' })
    for (const path of [
      `/demo/${campaignId}`,
      `/thanks/${campaignId}`,
      '/demo/nothing-here',
      '/demo/UPPER',
      '/thanks/x',
    ]) {
      const { status, text, headers } = await get(path, '*/*')
      expect([path, status, headers.get('content-type')]).toEqual([path, 404, HTML])
      expect(text).toContain('页面不存在')
      expect(text).not.toContain('小微快贷')
    }
  })

  it('thank politely, whatever the outcome', async () => {
    const { campaignId } = await newCampaign(host, { chain: 'wecom' })
    const accepted = await get(`/thanks/${campaignId}`)
    expect(accepted.text).toContain('提交成功')
    expect(accepted.text).toContain('添加企业微信顾问')
    expect((await get(`/thanks/${campaignId}?outcome=rejected`)).text).toContain('暂时无法受理')
  })

  it('explain every problem code', async () => {
    for (const code of PROBLEM_CODES) {
      const { status, text } = await get(`/problems/${code}`)
      expect([code, status]).toEqual([code, 200])
      expect(text).toContain(PROBLEMS[code].title)
    }
    expect((await get('/problems/constructor')).status).toBe(404)
  })

  it('answer an unknown address as a page to a browser and as a problem document to a program', async () => {
    const page = await get('/nowhere')
    expect([page.status, page.headers.get('content-type')]).toEqual([404, HTML])
    const program = await get('/nowhere', '*/*')
    expect(program.headers.get('content-type')).toBe('application/problem+json')
    expect(program.problem()).toMatchObject({ code: 'route_not_found', type: '/problems/route_not_found', status: 404 })
  })
})

describe('health', () => {
  it('is ok while the store answers and store_unavailable while it does not', async () => {
    expect((await get('/health')).json()).toEqual({ status: 'ok' })
    host.engine.fail('GetItem', { kind: 'refuse', error: 'ThrottlingException' }, { times: 100 })
    const { status, headers, problem } = await get('/health', '*/*')
    host.engine.heal()
    expect([status, headers.get('retry-after'), problem().code]).toEqual([503, '1', 'store_unavailable'])
    expect((await get('/health')).status).toBe(200)
  })
})

describe('the errors page of a form', () => {
  const fields = 'contact.phone=1&contact.name=%E5%BC%A0%E4%B8%89&consent.version=2026-11&consent.purposes=contact'
  const headers = {
    accept: 'text/html,*/*',
    'content-type': 'application/x-www-form-urlencoded',
    host: 'api.bank.example',
  }

  it('keeps the address of a page that sent none in its form', async () => {
    const path = `/v1/campaigns/${(await newCampaign(host)).campaignId}/leads`
    const referer = 'https://loan.bank.example/spring?gdt_vid=1'
    const {
      status,
      text,
      headers: answered,
    } = await send(host.url, 'POST', path, { raw: fields, headers: { ...headers, referer } })
    expect([status, answered.get('content-type')]).toEqual([422, HTML])
    expect(text).toContain(`name="touch.url" value="${referer}"`)
    expect(text).toContain('value="张三"')
  })

  it('is filled in as well when the gateway passes the body on in Base64', async () => {
    const path = `/v1/campaigns/${(await newCampaign(host)).campaignId}/leads`
    const answer = (await host.invoke('capture', {
      routeKey: 'POST /v1/campaigns/{campaignId}/leads',
      rawPath: path,
      rawQueryString: '',
      headers,
      requestContext: {
        requestId: 'r',
        domainName: 'api.bank.example',
        http: { method: 'POST', path, sourceIp: '192.0.2.1' },
      },
      body: Buffer.from(fields).toString('base64'),
      isBase64Encoded: true,
    })) as { statusCode: number; body: string }
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('value="张三"')
  })
})

describe('the script for landing pages', () => {
  it('may be loaded and checked by pages of any origin, and is asked for again only when it has changed', async () => {
    const { status, headers, text } = await get('/sdk/v1.js', '*/*')
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    })
    const hash = createHash('sha384').update(text).digest('base64')
    expect(sdkIntegrity()).toBe(`sha384-${hash}`)
    const again = await send(host.url, 'GET', '/sdk/v1.js', {
      headers: { 'if-none-match': `"other", W/${headers.get('etag')}` },
    })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('is one of three files, and there is no other', async () => {
    for (const file of ['v1.proof.js', 'v1.debug.js']) expect((await get(`/sdk/${file}`, '*/*')).status).toBe(200)
    for (const file of ['v2.js', 'constructor', 'v1.js%2F..']) {
      const { status, problem } = await get(`/sdk/${file}`, '*/*')
      expect([status, problem().code]).toEqual([404, 'route_not_found'])
    }
  })
})
