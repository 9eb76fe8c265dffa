import { beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../harness/axe.ts'
import { startBrowser } from '../harness/browser.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
let campaignId: string
let paused: string
beforeAll(async () => {
  host = await startTestHost()
  browser = await startBrowser(host.url)
  campaignId = (await newCampaign(host)).campaignId
  paused = (await newCampaign(host, { status: 'paused' })).campaignId
})

const PAGES: Record<string, () => string> = {
  'the home page': () => '/',
  'the landing page': () => `/demo/${campaignId}`,
  'the page of a paused campaign': () => `/demo/${paused}`,
  'the thank-you page': () => `/thanks/${campaignId}`,
  'the thank-you page of a rejected lead': () => `/thanks/${campaignId}?outcome=rejected`,
  'the page of a problem': () => '/problems/validation_failed',
  'the page for what is not there': () => '/demo/no-such-campaign',
}

describe.each([360, 1280])('at a width of %i', (width) => {
  it.each(Object.keys(PAGES))('%s has no accessibility violation', async (name) => {
    const { page } = await browser.open(host.url + PAGES[name]?.(), { viewport: { width, height: 800 } })
    expect(await violations(page)).toEqual([])
  })

  it('the form with errors has none either, with a script and without', async () => {
    const { page } = await browser.open(`${host.url}/demo/${campaignId}`, { viewport: { width, height: 800 } })
    await page.getByLabel('手机号码').fill('123')
    await page.getByRole('button').click()
    await page.getByText('请填写此项').first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.evaluate('document.querySelector("form").submit()')
    await page.getByText('请修改标出的内容').waitFor()
    expect(await violations(page)).toEqual([])
  })
})
