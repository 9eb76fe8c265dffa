import type { Page, Route } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { fill, type OtherSite, RECORD, says, startOtherSite, submit, told } from './otherSite.ts'

let host: TestHost
let site: OtherSite
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost()
  site = await startOtherSite(host)
  browser = await startBrowser(host.url, site.origin)
})

/** A campaign and the address of its form. */
const open = async () => {
  const campaign = await site.newCampaign()
  return { ...campaign, address: site.show(RECORD + campaign.form + campaign.script) }
}

/** The idempotency keys of what a page sends, as it sends them. */
const keysOf = (page: Page): string[] => {
  const keys: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/leads') && request.method() === 'POST')
      keys.push(request.headers()['idempotency-key'] ?? '')
  })
  return keys
}

const kept = (page: Page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))

const answer = (status: number, body: object, headers: Record<string, string> = {}) => {
  const open = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }
  return (route: Route) => route.fulfill({ status, headers: { ...open, ...headers }, body: JSON.stringify(body) })
}

describe('a submission', () => {
  it('whose answer got lost is sent again with its key, is one lead, and is not kept after the answer', async () => {
    const campaign = await open()
    const { page } = await browser.open(campaign.address)
    const keys = keysOf(page)
    const swallow = async (route: Route) => {
      await route.fetch()
      await route.abort()
    }
    await page.route('**/leads', swallow, { times: 1 })
    await fill(page)
    expect(await kept(page)).not.toContain('13800138000')
    await submit(page)
    await says(page, '尚未提交，将自动重试')
    expect(await kept(page)).toContain('13800138000')
    await says(page, '提交成功')
    expect(await kept(page)).not.toContain('13800138000')
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(await campaign.events(1)).toEqual(['lead.captured'])
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })

  it('that could not be sent at all is sent by the next page of the site, closed browser tab or not', async () => {
    const campaign = await open()
    const { page, context } = await browser.open(campaign.address)
    await fill(page)
    await context.setOffline(true)
    await submit(page)
    await says(page, '尚未提交')
    await page.close()
    await context.setOffline(false)
    const later = await context.newPage()
    await later.goto(campaign.address)
    await says(later, '提交成功')
    expect((await told(later)).at(-1)?.name).toBe('accepted')
    expect(await kept(later)).not.toContain('13800138000')
    await campaign.lead()
  })

  it('that nobody could deliver for a day is forgotten', async () => {
    const campaign = await open()
    const { page } = await browser.open(campaign.address)
    const stale = { campaignId: campaign.campaignId, key: 'k', content: '{"contact":{"phone":"13800138000"}}' }
    await page.evaluate(
      (text) => localStorage.setItem('tuoke:k', text),
      JSON.stringify({ ...stale, at: Date.now() - 90_000_000 }),
    )
    const keys = keysOf(page)
    await page.reload()
    await expect.poll(() => kept(page)).not.toContain('13800138000')
    expect(keys).toEqual([])
  })

  it('waits as long as the API asks, else 1, 2, 4 seconds and a little more, and at once when the visitor asks', async () => {
    const campaign = await open()
    const { page } = await browser.open(`${site.origin}/`)
    await page.clock.install()
    await page.goto(campaign.address)
    await page.clock.pauseAt(Date.now() + 60_000)
    const keys = keysOf(page)
    const sent = (times: number) => expect.poll(() => keys.length).toBe(times)
    const waits = async () => (await told(page)).flatMap(({ detail }) => Number(detail.seconds) || [])
    await page.route('**/leads', (route) => route.abort(), { times: 2 })
    await fill(page)
    await submit(page)
    await expect.poll(waits).toHaveLength(1)
    await page.clock.runFor(1300)
    await expect.poll(waits).toHaveLength(2)
    await page.route('**/leads', answer(429, {}, { 'retry-after': '30' }), { times: 1 })
    await page.clock.runFor(2600)
    await expect.poll(waits).toHaveLength(3)
    await page.clock.runFor(29_000)
    await sent(3)
    await page.route('**/leads', answer(503, { code: 'store_unavailable' }, { 'retry-after': '2' }), { times: 1 })
    await page.clock.runFor(10_000)
    await expect.poll(waits).toHaveLength(4)
    const floors = [1, 2, 30, 8]
    for (const [i, seconds] of (await waits()).entries()) {
      expect(seconds).toBeGreaterThanOrEqual(floors[i] ?? 0)
      expect(seconds).toBeLessThanOrEqual((floors[i] ?? 0) * 1.25)
    }
    await submit(page)
    await says(page, '提交成功')
    expect(keys).toHaveLength(5)
    expect(new Set(keys).size).toBe(1)
    expect(await campaign.events(1)).toEqual(['lead.captured'])
  })

  it('that is refused for good is said so, and may be sent anew', async () => {
    const campaign = await open()
    const { page } = await browser.open(campaign.address)
    const keys = keysOf(page)
    await page.route('**/leads', answer(409, { code: 'campaign_closed', status: 409, requestId: 'r-1' }), { times: 1 })
    await fill(page)
    await submit(page)
    await says(page, '提交未成功，请稍后重试 (campaign_closed r-1)')
    expect((await told(page)).at(-1)).toMatchObject({ name: 'failed', detail: { code: 'campaign_closed' } })
    await submit(page)
    await says(page, '提交成功')
    expect(new Set(keys).size).toBe(2)
  })

  it('is one when it is double clicked, and the same content again has the same answer without being sent', async () => {
    const campaign = await open()
    const { page } = await browser.open(campaign.address)
    const keys = keysOf(page)
    await page.evaluate(() => document.addEventListener('tuoke:accepted', (event) => event.preventDefault()))
    await fill(page)
    await page.getByRole('button').dblclick()
    await expect.poll(async () => (await told(page)).at(-1)?.name).toBe('accepted')
    await submit(page)
    await expect.poll(async () => (await told(page)).map(({ name }) => name)).toEqual(['visit', 'accepted', 'accepted'])
    expect(keys).toHaveLength(1)
  })

  it('of a robot that fills the trap looks accepted and counts nowhere', async () => {
    const campaign = await open()
    const { page } = await browser.open(campaign.address)
    await fill(page)
    await page.evaluate(() => document.querySelector('[name=website]')?.setAttribute('value', 'https://spam.example'))
    await submit(page)
    await says(page, '提交成功')
    expect(await campaign.counted({ visited: 1 })).not.toHaveProperty('captured')
  })
})

/** Ways in which a browser refuses to keep anything. */
const REFUSALS: Record<string, () => void> = {
  'refuses its storage': () => {
    for (const kind of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, kind, {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
  },
  'has no room in its storage': () => {
    const set = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    for (const kind of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, kind, { value: new Proxy({}, { set }) })
  },
  'has no storage at all': () => {
    for (const kind of ['localStorage', 'sessionStorage']) Object.defineProperty(window, kind, { value: null })
  },
}

describe('a browser', () => {
  it.each(Object.keys(REFUSALS))('that %s, and refuses beacons, counts one visit and one lead', async (name) => {
    const campaign = await open()
    const { page } = await browser.open(`${site.origin}/`)
    await page.addInitScript(REFUSALS[name] ?? '')
    await page.addInitScript(() => Object.defineProperty(navigator, 'sendBeacon', { value: () => false }))
    await page.goto(`${campaign.address}?gdt_vid=a`)
    await fill(page)
    await page.route('**/leads', (route) => route.abort(), { times: 1 })
    await submit(page)
    await says(page, '尚未提交')
    await submit(page)
    await says(page, '提交成功')
    expect((await campaign.lead()).touch.clickIds).toEqual({ gdt_vid: 'a' })
    expect(await campaign.counted({ captured: 1, visited: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
  })
})
