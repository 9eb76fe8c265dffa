import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost()
  browser = await startBrowser(host.url, `http://localhost:${host.port}`)
})

const open = (url: string) => browser.open(url, { javaScriptEnabled: false })

const fill = async (page: Page, phone = '13800138000') => {
  await page.getByLabel('手机号码').fill(phone)
  await page.getByLabel('意向额度').selectOption('30–100 万')
  await page.getByLabel('联系我').check()
}

const submit = (page: Page) => page.getByRole('button').click()

describe('the landing page without JavaScript', () => {
  it('ends on the thank-you page with the token in the fragment, and the click id survives', async () => {
    const campaign = await newCampaign(host)
    const { page } = await open(`${campaign.landing}?gdt_vid=click-1&utm_source=moments`)
    await fill(page)
    await submit(page)
    await page.waitForURL(`${host.url}/thanks/${campaign.campaignId}#leadToken=*`)
    await page.getByRole('heading', { name: '提交成功' }).waitFor()
    const { contact, touch } = await campaign.lead()
    expect(contact.phone).toBe('13800138000')
    expect(touch).toMatchObject({ url: campaign.landing, clickIds: { gdt_vid: 'click-1' }, utm: { source: 'moments' } })
    expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
  })

  it('shows the form again with what was filled in, the errors beside their fields and the focus on the first', async () => {
    const campaign = await newCampaign(host)
    const { page } = await open(`${campaign.landing}?gdt_vid=click-1`)
    await fill(page, '123')
    await page.getByLabel('姓名').fill('<张三>')
    await page.getByLabel('统一社会信用代码').fill('91310000MA1FL00000')
    await submit(page)
    await page.getByText('请修改标出的内容').waitFor()
    expect(await page.locator('.error:not(:empty)').allTextContents()).toEqual([
      '请填写正确的 11 位手机号码',
      '请填写正确的 18 位统一社会信用代码',
    ])
    expect(await page.locator(':focus').getAttribute('name')).toBe('contact.phone')
    expect(await page.getByLabel('姓名').inputValue()).toBe('<张三>')
    expect(await page.getByLabel('意向额度').inputValue()).toBe('30–100 万')
    expect(await page.getByLabel('联系我').isChecked()).toBe(true)
    expect(await page.getByLabel('广告效果评估').isChecked()).toBe(false)
    await page.getByLabel('手机号码').fill('13800138000')
    await page.getByLabel('统一社会信用代码').fill('')
    await submit(page)
    await page.getByRole('heading', { name: '提交成功' }).waitFor()
    const { contact, touch } = await campaign.lead()
    expect(contact.name).toBe('<张三>')
    expect(touch).toMatchObject({ url: campaign.landing, clickIds: { gdt_vid: 'click-1' } })
  })

  it('shows the form again while the store is out of reach', async () => {
    const campaign = await newCampaign(host)
    const { page } = await open(campaign.landing)
    await fill(page)
    const throttled = { kind: 'refuse', error: 'ProvisionedThroughputExceededException' } as const
    host.engine.fail('PutItem', throttled, { times: 100, holding: 'LEAD#' })
    await submit(page)
    await page.getByText('系统繁忙').waitFor()
    host.engine.heal()
    await submit(page)
    await page.getByRole('heading', { name: '提交成功' }).waitFor()
    expect(await campaign.events(1)).toEqual(['lead.captured'])
  })

  it('asks for consent anew when its text has changed', async () => {
    const campaign = await newCampaign(host)
    const { page } = await open(campaign.landing)
    await fill(page)
    const consent = { version: 'v2', text: '新的授权说明', purposes: [{ id: 'contact', required: true }] as const }
    await campaign.change({ consent: { ...consent, purposes: [...consent.purposes] } })
    await submit(page)
    await page.getByText('授权说明已更新').waitFor()
    expect(await page.getByText('新的授权说明').isVisible()).toBe(true)
    expect(await page.getByLabel('联系我').isChecked()).toBe(false)
    expect(await page.locator(':focus').getAttribute('value')).toBe('contact')
  })

  it('goes on to a thank-you page elsewhere', async () => {
    const campaign = await newCampaign(host, { thankYouUrl: `http://localhost:${host.port}/health` })
    const { page } = await open(campaign.landing)
    await fill(page, '123')
    await submit(page)
    await page.getByText('请填写正确的 11 位手机号码').waitFor()
    await page.getByLabel('手机号码').fill('13800138000')
    await submit(page)
    await page.waitForURL(/localhost:\d+\/health#leadToken=.+/)
  })

  it('says politely what cannot be accepted', async () => {
    const { page } = await open(`${(await newCampaign(host)).landing}?partner=pt_unknown`)
    await fill(page)
    await submit(page)
    await page.getByRole('heading', { name: '暂时无法受理' }).waitFor()
  })

  it('stays English from the form over its errors to the end', async () => {
    const consent = { version: '2026-11', text: '授权说明', purposes: [{ id: 'contact', required: true }] as const }
    const campaign = await newCampaign(host, { consent: { ...consent, purposes: [...consent.purposes] } })
    const { page } = await open(`${campaign.landing}?lang=en`)
    expect(await page.getByRole('region', { name: 'Consent text' }).getAttribute('lang')).toBe('zh-CN')
    await page.getByLabel('Mobile number').fill('123')
    await page.getByLabel('Amount').selectOption('30–100 万')
    await page.getByLabel('Contact me').check()
    await submit(page)
    await page.getByText('Please enter a mobile number of 11 digits').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByLabel('Mobile number').fill('13800138000')
    await submit(page)
    await page.waitForURL(`${host.url}/thanks/${campaign.campaignId}?lang=en#leadToken=*`)
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  })

  it('says that a campaign with a challenge needs JavaScript', async () => {
    const { page } = await open((await newCampaign(host, { challenge: 'proof_of_work' })).landing)
    expect(await page.locator('noscript').textContent()).toContain('启用 JavaScript')
    await fill(page)
    await submit(page)
    await page.getByText('提交前需要完成安全验证').waitFor()
    expect(await page.getByLabel('手机号码').inputValue()).toBe('13800138000')
  })
})
