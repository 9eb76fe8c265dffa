import { beforeAll, describe, expect, it } from 'vitest'
import { topology } from '../../infra/topology.ts'
import { DECISION_DETAIL_TYPE } from '../../shared/contract/decisionEvent.ts'
import { BUS_EVENTS } from '../../shared/contract/events.ts'
import { violations } from '../harness/axe.ts'
import { startBrowser } from '../harness/browser.ts'
import { send } from '../harness/client.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

const endpoints = Object.values(topology.functions).flatMap(({ trigger }) =>
  trigger.kind === 'http' ? trigger.endpoints : [],
)

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost()
  browser = await startBrowser(host.url)
})

describe('the reference', () => {
  it('shows every operation of the contract, with its fields and problems', async () => {
    const { page } = await browser.open(`${host.url}/docs`)
    const shown = await page.locator('article h3').evaluateAll((all) => all.map(({ id }) => id))
    expect(shown.sort()).toEqual(endpoints.map(({ operationId }) => operationId).sort())
    const text = (await page.locator('article[aria-labelledby=captureLead]').textContent()) ?? ''
    for (const part of ['phone', 'purposes', 'consent', 'Idempotency-Key', 'idempotency_key_reused'])
      expect(text).toContain(part)
  })

  it('tries an operation on this server', async () => {
    const { campaignId } = await newCampaign(host)
    const { page } = await browser.open(`${host.url}/docs`)
    const article = page.locator('article[aria-labelledby=getCampaign]')
    await article.getByText('Try it').click()
    await article.getByLabel('campaignId').fill(campaignId)
    await article.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => article.getByRole('status').textContent()).toContain(`"campaignId": "${campaignId}"`)
  })

  it('sends the credential and the example that stands there', async () => {
    const { page } = await browser.open(`${host.url}/docs`)
    await page.getByLabel('API key or lead token').fill(host.operatorKey())
    const article = page.locator('article[aria-labelledby=createKey]')
    await article.getByText('Try it').click()
    await article.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => article.getByRole('status').textContent()).toMatch(/201 Created.*"key": "tk_/s)
  })

  it('says so when nothing answers', async () => {
    const { page, context } = await browser.open(`${host.url}/docs`)
    const article = page.locator('article[aria-labelledby=getHealth]')
    await article.getByText('Try it').click()
    await context.setOffline(true)
    await article.getByRole('button', { name: 'Send' }).click()
    await expect.poll(() => article.getByRole('status').textContent()).toMatch(/^No answer came/)
  })

  it('can be read without JavaScript, without forms that would do nothing', async () => {
    const { page } = await browser.open(`${host.url}/docs`, { javaScriptEnabled: false })
    expect(await page.getByRole('heading', { name: 'Leave a contact' }).isVisible()).toBe(true)
    expect(await page.getByText('Try it').first().isVisible()).toBe(false)
  })
})

it('the catalogue shows every event with its fields', async () => {
  const { page } = await browser.open(`${host.url}/docs/events`)
  const shown = await page.locator('article h2').evaluateAll((all) => all.map(({ id }) => id))
  expect(shown.sort()).toEqual([...Object.keys(BUS_EVENTS), DECISION_DETAIL_TYPE].sort())
  expect(await page.locator('article').first().textContent()).toContain('leadId')
})

describe('the documents themselves', () => {
  it.each(['/openapi.yaml', '/asyncapi.yaml'])('%s is there for machines', async (path) => {
    const reply = await send(host.url, 'GET', path)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
    expect(reply.text).toMatch(/^# Generated/)
  })

  it('a guide that is not there is told as a problem', async () => {
    const reply = await send(host.url, 'GET', '/docs/guides/none')
    expect(reply.status).toBe(404)
    expect(reply.json()).toMatchObject({ code: 'route_not_found' })
  })
})

describe.each(['/docs', '/docs/events', '/docs/guides/landing-page', '/docs/guides/chains', '/docs/guides/reports'])(
  '%s',
  (path) => {
    const widthAt = async (width: number) => {
      const { page } = await browser.open(host.url + path, { viewport: { width, height: 800 } })
      return { page, scrolls: await page.evaluate('document.documentElement.scrollWidth > innerWidth') }
    }

    it('has no accessibility violation, and scrolls sideways on no screen', async () => {
      const { page, scrolls } = await widthAt(360)
      expect(await violations(page)).toEqual([])
      expect([scrolls, (await widthAt(1280)).scrolls]).toEqual([false, false])
    })
  },
)
