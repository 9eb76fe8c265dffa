import { beforeAll, expect, it } from 'vitest'
import { DEMO_CAMPAIGNS, seedDemo } from '../../infra/local/demo.ts'
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
  await seedDemo(host.url, host.operatorKey())
})

const inEnglish = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}lang=en`

const ofVisitors = (): string[] => [
  `/demo/${campaignId}`,
  `/demo/${paused}`,
  `/thanks/${campaignId}`,
  `/thanks/${campaignId}?outcome=rejected`,
]

/** In one language on a phone and in the other on a desktop. */
const pagesAt = (width: number): string[] => [
  '/',
  ...ofVisitors().map((path) => (width < 1000 ? path : inEnglish(path))),
  '/problems/validation_failed',
  '/demo/no-such-campaign',
]

const found = async (width: number, paths: readonly string[]) => {
  const { page } = await browser.open(`${host.url}/health`, { viewport: { width, height: 800 } })
  const all: Record<string, string[]> = {}
  for (const path of paths) {
    await page.goto(host.url + path)
    const own = await violations(page)
    if (own.length > 0) all[path] = own
  }
  return all
}

it.each([360, 1280])('no page has an accessibility violation at a width of %i', async (width) => {
  expect(await found(width, pagesAt(width))).toEqual({})
})

it('no demo landing page has one, in Chinese or in English', async () => {
  const demos = Object.keys(DEMO_CAMPAIGNS).flatMap((demo) => [`/demo/${demo}`, inEnglish(`/demo/${demo}`)])
  expect(await found(390, demos)).toEqual({})
})

it.each([360, 1280])(
  'the form with errors has none either at a width of %i, with a script and without, nor has the outcome',
  async (width) => {
    const { page } = await browser.open(`${host.url}/demo/${campaignId}?lang=en`, { viewport: { width, height: 800 } })
    await page.getByLabel('Mobile number').fill('123')
    await page.getByRole('button').click()
    await page.getByText('Please fill this in').first().waitFor()
    expect(await violations(page)).toEqual([])
    await page.evaluate('document.querySelector("form").submit()')
    await page.getByText('Please correct what is marked').waitFor()
    expect(await violations(page)).toEqual([])
    await page.goBack()
    await page.getByLabel('Mobile number').fill(`1380013${String(width).padStart(4, '0')}`)
    await page.getByLabel('Amount').selectOption('30–100 万')
    await page.getByLabel('Contact me').check()
    await page.getByRole('button').click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    expect(await violations(page)).toEqual([])
  },
)
