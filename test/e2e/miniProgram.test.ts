import { beforeAll, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/client.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { adRow, openLead, seedAll, signIn, simulate } from './following.ts'

const CAMPAIGN = 'demo-mini-program'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost({ simulators: true })
  browser = await startBrowser(host.url, host.simulators ?? '')
  await seedAll(host)
})

it('leads from the ad into the mini program, over one tap to the application, and the console shows the rate of the ad', async () => {
  const person = phoneNumber(711)
  const touch = { clickIds: { gdt_vid: 'wx0-mini' }, utm: { campaign: 'spring-mini' } }
  const opened = await simulate(host, 'wechat/launch', { person, campaignId: CAMPAIGN, touch })
  expect(opened.json()).toMatchObject({ status: 201 })
  const registered = await simulate(host, 'wechat/register', { person, campaignId: CAMPAIGN })
  const { applyUrl } = registered.json() as { applyUrl: string }
  const { page } = await browser.open(applyUrl, { viewport: { width: 390, height: 844 } })
  await page.locator('[data-step="amount"]:not([hidden])').waitFor()

  const { page: console } = await browser.open(`${host.url}/health`, { viewport: { width: 1280, height: 900 } })
  await signIn(console, host)
  const row = await eventually(
    () => adRow(console, host, CAMPAIGN, 'spring-mini'),
    (cells) => cells.注册 === '1',
  )
  expect(row).toMatchObject({ 访问: '1', 注册: '1', 注册率: '100.0%' })
  expect(row).not.toHaveProperty('关注率')
  await openLead(console, host, CAMPAIGN, person)
  await console.getByText('注册 lead.registered').waitFor()
})
