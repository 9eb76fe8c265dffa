import { execFileSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROBLEM_CODES, PROBLEMS } from '../../shared/contract/problem.ts'
import { startBrowser } from '../harness/browser.ts'
import { send } from '../harness/client.ts'
import { ROOT } from '../harness/place.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
beforeAll(async () => {
  host = await startTestHost()
})

const get = (path: string, accept = 'text/html,*/*') => send(host.url, 'GET', path, { headers: { accept } })

const HTML = 'text/html; charset=utf-8'

/** The script that plain Node, without a bundler, puts into the page. */
const servedScript = (): string => {
  const program = `import('./functions/pages/landingScript.ts').then((m) => process.stdout.write(m.LANDING_SCRIPTS.none))`
  return execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' })
}

describe('the pages', () => {
  it('link from the home page to those demo campaigns that are there', async () => {
    expect((await get('/')).text).not.toContain('/demo/')
    const { campaignId: demo } = await newCampaign(host, {}, 'demo-wecom')
    await newCampaign(host, { status: 'draft' }, 'demo-app')
    const { text, headers } = await get('/')
    expect([...text.matchAll(/href="(\/[^"]*)"/g)].map(([, link]) => link)).toEqual([`/demo/${demo}`, '/health'])
    expect(headers.get('content-type')).toBe(HTML)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('stay small: a landing page under 30 KB, its script under 3.5 KB compressed', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    const { text } = await get(`/demo/${campaign.campaignId}`)
    expect(Buffer.byteLength(text)).toBeLessThan(30_000)
    expect(gzipSync(servedScript()).length).toBeLessThan(3500)
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

describe('the script of the landing page', () => {
  it('runs from its own text as plain Node puts it there', async () => {
    const script = servedScript()
    const browser = await startBrowser(host.url)
    const { page } = await browser.open(`${host.url}/health`)
    const { campaignId, landing, counted } = await newCampaign(host)
    await page.route(landing, async (route) => {
      const response = await route.fetch()
      const { 'content-security-policy': _, ...headers } = response.headers()
      const body = (await response.text()).replace(
        /(<script[^>]*>).*(<\/script>)/s,
        (_, start, end) => `${start}${script}${end}`,
      )
      await route.fulfill({ response, headers, body })
    })
    await page.goto(landing)
    await page.getByLabel('手机号码').fill('13800138000')
    await page.getByLabel('意向额度').selectOption('30–100 万')
    await page.getByLabel('联系我').check()
    await page.getByRole('button').click()
    await page.getByRole('heading', { name: '提交成功' }).waitFor()
    expect(page.url()).toBe(`${host.url}/demo/${campaignId}`)
    expect(await counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })
})
