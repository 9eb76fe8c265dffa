import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/client.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost()
  browser = await startBrowser(host.url, elsewhere())
})

/** Another origin that is this host too. */
const elsewhere = () => `http://localhost:${host.port}`

const fill = async (page: Page, phone = '13800138000') => {
  await page.getByLabel('手机号码').fill(phone)
  await page.getByLabel('意向额度').selectOption('30–100 万')
  await page.getByLabel('联系我').check()
}

const submit = (page: Page) => page.getByRole('button').click()
const verdict = (page: Page, title: string) => page.getByRole('heading', { name: title }).waitFor()

/** What the browser tells a page that it kept whole while the visitor was elsewhere. */
const comeBack = (page: Page) =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))

describe('the landing page', () => {
  it('shows the verdict in place, and the lead is captured once with all that was filled in', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(`${campaign.landing}?gdt_vid=click-1&utm_source=moments`)
    await fill(page)
    await page.getByLabel('姓名').fill(' 张三 ')
    await page.getByLabel('企业名称').fill('示例商贸有限公司')
    await submit(page)
    await verdict(page, '提交成功')
    expect(await page.locator('form').isVisible()).toBe(false)
    expect(await campaign.events(1)).toEqual(['lead.captured'])
    const { contact, answers, consent, touch } = await campaign.lead()
    expect(contact).toEqual({ phone: '13800138000', name: '张三', company: '示例商贸有限公司' })
    expect(answers).toEqual({ amount: '30–100 万' })
    expect(consent.purposes).toEqual(['contact'])
    expect(touch).toMatchObject({ url: campaign.landing, clickIds: { gdt_vid: 'click-1' }, utm: { source: 'moments' } })
    expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
  })

  it('makes a double click one lead and one event', async () => {
    const campaign = await newCampaign(host)
    const { page, requests } = await browser.open(campaign.landing)
    await fill(page)
    await page.getByRole('button').dblclick()
    await verdict(page, '提交成功')
    expect(requests.filter((request) => request.endsWith('/leads'))).toHaveLength(1)
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
    expect(await campaign.events(1)).toEqual(['lead.captured'])
  })

  it('counts a visit once however often it is reloaded, and another ad click as another visit', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(`${campaign.landing}?gdt_vid=a`)
    await page.reload()
    await page.reload()
    expect(await campaign.counted({ visited: 1 })).toEqual({ clicked: 1, visited: 1 })
    await page.goto(`${campaign.landing}?gdt_vid=b`)
    expect(await campaign.counted({ visited: 2 })).toEqual({ clicked: 2, visited: 2 })
  })

  it('tells a second submission of the same phone, and one that cannot be accepted', async () => {
    const campaign = await newCampaign(host)
    for (const [query, title] of [
      ['', '提交成功'],
      ['', '您已提交过'],
      ['?partner=pt_unknown', '您已提交过'],
    ]) {
      const { page } = await browser.open(`${campaign.landing}${query}`)
      await fill(page)
      await submit(page)
      await verdict(page, title ?? '')
    }
    const { page } = await browser.open(`${campaign.landing}?partner=pt_unknown`)
    await fill(page, '13900139000')
    await submit(page)
    await verdict(page, '暂时无法受理')
  })

  it('does the proof of work that a campaign asks for', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    const { page } = await browser.open(campaign.landing)
    await fill(page, '123')
    await submit(page)
    await page.getByText('请填写正确的 11 位手机号码').waitFor()
    await fill(page)
    await submit(page)
    await verdict(page, '提交成功')
    await comeBack(page)
    await fill(page, '13900139000')
    await submit(page)
    await verdict(page, '提交成功')
    expect(await campaign.events(2)).toEqual(['lead.captured', 'lead.captured'])
  })

  it('does the proof of work anew when the visitor took too long', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    const { page, requests } = await browser.open(`${host.url}/health`)
    await page.clock.install()
    await page.goto(campaign.landing)
    await fill(page)
    await page.clock.fastForward('09:00')
    await submit(page)
    await verdict(page, '提交成功')
    expect(requests.filter((request) => request === `GET /v1/campaigns/${campaign.campaignId}`)).toHaveLength(2)
  })

  it('counts the visit and takes the lead in a browser without beacons and storage', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(`${host.url}/health`)
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'sendBeacon', { value: undefined })
      Object.defineProperty(window, 'sessionStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    await page.goto(campaign.landing)
    expect(await campaign.counted({ visited: 1 })).toEqual({ visited: 1 })
    await fill(page)
    await submit(page)
    await verdict(page, '提交成功')
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })

  it('goes on to the thank-you page of the campaign with the token, and is usable again when the visitor comes back', async () => {
    const campaign = await newCampaign(host, { thankYouUrl: `${elsewhere()}/health` })
    const { page } = await browser.open(campaign.landing)
    await fill(page)
    await submit(page)
    await page.waitForURL(/localhost:\d+\/health#leadToken=.+/)
    await page.goBack()
    await fill(page, '13900139000')
    await submit(page)
    await page.waitForURL(/\/health#leadToken=.+/)
    expect(await campaign.events(2)).toEqual(['lead.captured', 'lead.captured'])
  })

  it('is usable again when it comes back from the back-forward cache, left with a verdict or half-way to another page', async () => {
    const shown = await newCampaign(host)
    const { page } = await browser.open(shown.landing)
    await fill(page)
    await submit(page)
    await verdict(page, '提交成功')
    await comeBack(page)
    await fill(page, '13900139000')
    await submit(page)
    await verdict(page, '提交成功')
    expect(await shown.events(2)).toEqual(['lead.captured', 'lead.captured'])

    const left = await newCampaign(host, { thankYouUrl: `${elsewhere()}/health` })
    await page.goto(left.landing)
    await page.route('**/health', (route) => route.abort('aborted'), { times: 1 })
    await fill(page)
    await Promise.all([page.waitForRequest(/health/), submit(page)])
    await comeBack(page)
    await submit(page)
    await page.waitForURL(/\/health#leadToken=.+/)
    expect(await left.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
    expect(await left.events(1)).toEqual(['lead.captured'])
  })

  it('comes back as a plain form with the new text when the consent text has changed', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(campaign.landing)
    await fill(page)
    const purposes = [{ id: 'contact', required: true }] as const
    await campaign.change({ consent: { version: 'v2', text: '新的授权说明', purposes: [...purposes] } })
    await submit(page)
    await page.getByText('新的授权说明').waitFor()
    expect(await page.getByLabel('手机号码').inputValue()).toBe('13800138000')
    expect(await page.getByLabel('联系我').isChecked()).toBe(false)
    await page.getByLabel('联系我').check()
    await submit(page)
    await verdict(page, '提交成功')
    expect((await campaign.lead()).consent).toMatchObject({ version: 'v2', purposes: ['contact'] })
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })
})

describe('what the landing page says of errors', () => {
  it('names what is missing beside its field and moves the focus there, without asking the server', async () => {
    const { page, requests } = await browser.open((await newCampaign(host)).landing)
    await submit(page)
    expect(await page.locator('.error:not(:empty)').allTextContents()).toEqual([
      '请填写此项',
      '请填写此项',
      '请勾选标有“必选”的授权事项',
    ])
    expect(await page.locator(':focus').getAttribute('name')).toBe('contact.phone')
    await fill(page)
    expect(await page.locator('.error:not(:empty)').count()).toBe(0)
    expect(requests.some((request) => request.endsWith('/leads'))).toBe(false)
  })

  it('shows what the server found wrong beside its fields, and keeps the rest', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(campaign.landing)
    await fill(page)
    await page.getByLabel('统一社会信用代码').fill('91310000MA1FL00000')
    await submit(page)
    const error = page.locator('#answers\\.uscc-error')
    await expect.poll(() => error.textContent()).toBe('请填写正确的 18 位统一社会信用代码')
    const field = page.getByLabel('统一社会信用代码')
    expect(await page.locator(':focus').getAttribute('name')).toBe('answers.uscc')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.getAttribute('aria-describedby')).toBe('answers.uscc-error')
    await field.fill('')
    expect(await field.getAttribute('aria-invalid')).toBeNull()
    await submit(page)
    await verdict(page, '提交成功')
  })

  it('loses neither input nor lead when the network is down, and sends it by itself when it is back', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    const { page, context } = await browser.open(campaign.landing)
    await context.setOffline(true)
    await fill(page)
    await submit(page)
    await page.getByText('尚未提交').waitFor()
    expect(await page.getByLabel('手机号码').inputValue()).toBe('13800138000')
    expect(await page.locator(':focus').evaluate(({ tagName }) => tagName)).toBe('BUTTON')
    await context.setOffline(false)
    await verdict(page, '提交成功')
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })

  it('takes nothing for a verdict that is none, and does not wait for ever', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(`${host.url}/health`)
    await page.clock.install()
    await page.goto(campaign.landing)
    await page.clock.pauseAt(Date.now() + 60_000)
    await fill(page)
    for (const body of ['{"portal":"sign in"}', '<!doctype html>']) {
      await page.route('**/leads', (route) => route.fulfill({ status: 200, body }), { times: 1 })
      await submit(page)
      await page.getByText('尚未提交').waitFor()
    }
    await page.route('**/leads', () => undefined, { times: 1 })
    await Promise.all([page.waitForRequest('**/leads'), submit(page)])
    expect(await page.locator('form[data-tuoke-busy]').count()).toBe(1)
    await page.clock.runFor(20_000)
    await page.getByText('尚未提交').waitFor()
    await submit(page)
    await verdict(page, '提交成功')
  })

  it('makes one lead and one accepted answer of a submission whose first answer got lost', async () => {
    const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
    const { page } = await browser.open(campaign.landing)
    await fill(page)
    await page.route(
      '**/leads',
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
    await submit(page)
    await verdict(page, '提交成功')
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
    expect(await campaign.events(1)).toEqual(['lead.captured'])
  })

  it('sends again by itself while the store is out of reach, then captures the lead', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(campaign.landing)
    await fill(page)
    const throttled = { kind: 'refuse', error: 'ProvisionedThroughputExceededException' } as const
    host.engine.fail('TransactWriteItems', throttled, { times: 100, holding: 'IDEMPOTENCY' })
    await submit(page)
    await page.getByText('尚未提交').waitFor()
    host.engine.heal()
    await verdict(page, '提交成功')
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })
})

describe('the landing page in English', () => {
  it('is a link away, keeps what the address says of the ad, and counts the visit once', async () => {
    const campaign = await newCampaign(host)
    const { page } = await browser.open(`${campaign.landing}?gdt_vid=click-1`)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Small Business Quick Loan' }).waitFor()
    expect(page.url()).toBe(`${campaign.landing}?gdt_vid=click-1&lang=en`)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.getByRole('region', { name: 'Consent text' }).getAttribute('lang')).toBe(null)
    await page.getByLabel('Amount you are looking for').selectOption({ label: '¥300,000 to ¥1 million' })
    await submit(page)
    expect(await page.locator('.error:not(:empty)').allTextContents()).toEqual([
      'Please fill this in',
      'Please tick what is marked “required”',
    ])
    await page.getByLabel('Mobile number').fill('13800138000')
    await page.getByLabel('Contact me').check()
    await submit(page)
    await verdict(page, 'Thank you')
    expect((await campaign.lead()).answers).toEqual({ amount: '30–100 万' })
    expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
    await page.getByRole('link', { name: '中文' }).click()
    await page.waitForURL(`${campaign.landing}?gdt_vid=click-1`)
  })
})

describe('the looks of the landing page', () => {
  it('fits a phone of 360 pixels, with targets of 44 pixels, and nothing pre-ticked', async () => {
    const { page } = await browser.open((await newCampaign(host)).landing)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    for (const target of await page.locator('input:visible:not([type=checkbox]), select, button, .tick').all())
      expect((await target.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    expect(await page.locator(':checked:not(option)').count()).toBe(0)
    expect(await page.locator('[name=website]').isVisible()).toBe(false)
  })

  it('shows whatever a campaign is called as text', async () => {
    const name = '<img src=x onerror=alert(1)>"\'&amp;'
    const field = { name: 'note', label: name, type: 'text', required: false } as const
    const { page } = await browser.open((await newCampaign(host, { product: name, fields: [field] })).landing)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name)
    expect(await page.getByLabel(name).getAttribute('name')).toBe('answers.note')
    expect(await page.locator('img').count()).toBe(0)
  })

  it('has no request but its own address, its script and the visit', async () => {
    const { page, requests } = await browser.open((await newCampaign(host)).landing)
    await eventually(
      () => requests,
      (all) => all.length >= 3,
    )
    const path = new URL(page.url()).pathname
    const visits = `POST ${path.replace('/demo', '/v1/campaigns')}/visits`
    expect(requests).toEqual([`GET ${path}`, 'GET /sdk/v1.js', visits])
  })
})
