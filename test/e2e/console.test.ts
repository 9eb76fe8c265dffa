import { beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../harness/axe.ts'
import { startBrowser } from '../harness/browser.ts'
import { send } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
let campaignId: string
beforeAll(async () => {
  host = await startTestHost()
  browser = await startBrowser(host.url)
  campaignId = (await newCampaign(host)).campaignId
})

type Options = Parameters<typeof browser.open>[1]

const signedIn = async (options: Options = {}) => {
  const tab = await browser.open(`${host.url}/console`, options)
  await tab.page.getByLabel('API 密钥').fill(host.operatorKey())
  await tab.page.getByRole('button', { name: '登录' }).click()
  await tab.page.getByRole('heading', { level: 1 }).waitFor()
  return tab
}

const leave = (n: number) =>
  send(host.url, 'POST', `/v1/campaigns/${campaignId}/leads`, {
    body: submission(phoneNumber(n), { answers: { amount: '30 万以内' } }),
  })

const SCREENS = [
  '',
  '/campaigns',
  '/campaigns/new',
  '/leads',
  '/spend',
  '/partners',
  '/conversions',
  '/conversions/replays',
  '/audiences',
  '/events',
  '/keys',
  '/trouble',
]

describe.each([390, 1280])('the console at a width of %i', (width) => {
  it('makes a campaign, tells what is wrong with it, and shows what to paste', async () => {
    const { page } = await signedIn({ viewport: { width, height: 900 } })
    await page.goto(`${host.url}/console/campaigns/new`)
    await page.getByLabel('活动编号').fill(`made-${width}`)
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('名称', { exact: true }).fill('春季活动')
    await page.getByLabel('产品').fill('小微快贷')
    await page.getByLabel('授权书版本').fill('2026-11')
    await page.getByLabel('授权书全文').fill('我行将与您联系。')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '接入: 春季活动' }).waitFor()
    expect(await page.locator('pre').first().textContent()).toContain(`data-tuoke-campaign="made-${width}"`)
  })

  it('has no accessibility violation', async () => {
    const { leadId } = (await leave(width)).json() as { leadId: string }
    const lang = width === 390 ? 'zh' : 'en'
    const { page } = await signedIn({ viewport: { width, height: 900 } })
    const found: Record<string, string[]> = {}
    const others = [`/campaigns/${campaignId}`, `/campaigns/${campaignId}/setup`, `/leads/${leadId}/attribution`]
    for (const screen of [...SCREENS, ...others]) {
      await page.goto(`${host.url}/console${screen}?lang=${lang}`)
      const wrong = await violations(page)
      if (wrong.length > 0) found[screen] = wrong
    }
    expect(found).toEqual({})
  })
})

describe('the console', () => {
  it('shows a new lead within three seconds, without being asked', async () => {
    const { page } = await signedIn()
    await page.goto(`${host.url}/console/events?campaign=${campaignId}`)
    await leave(41)
    await page.getByText('lead.captured').first().waitFor({ timeout: 3000 })
  })

  it('shows a lead masked, and in the clear for the record', async () => {
    await leave(42)
    const { page } = await signedIn()
    await page.goto(`${host.url}/console/leads?campaign=${campaignId}`)
    await page.getByLabel('按手机号查找').fill(phoneNumber(42))
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByText('139****0042').waitFor()
    await page.getByRole('button', { name: /显示完整信息/ }).click()
    await page.getByText(phoneNumber(42)).waitFor()
    await page.getByText('contact.unmasked').waitFor()
  })

  it('makes a key that is shown once, and revokes it', async () => {
    const { page } = await signedIn()
    await page.goto(`${host.url}/console/keys`)
    await page.getByLabel('名称').fill('报表')
    await page.getByLabel('reports:read').check()
    await page.getByRole('button', { name: '新建密钥' }).click()
    expect(await page.getByRole('status').textContent()).toContain('tk_')
    await page.getByRole('link', { name: '撤销 报表' }).click()
    await page.getByRole('button', { name: '撤销' }).click()
    await page.getByRole('heading', { name: '密钥', exact: true }).waitFor()
    expect(await page.getByRole('link', { name: '撤销 报表' }).count()).toBe(0)
  })

  it('tells when somebody else was quicker', async () => {
    const { page } = await signedIn()
    await page.goto(`${host.url}/console/campaigns/${campaignId}`)
    const other = await signedIn()
    await other.page.goto(`${host.url}/console/campaigns/${campaignId}`)
    await other.page.getByRole('button', { name: '保存' }).click()
    await other.page.getByRole('heading', { name: /接入/ }).waitFor()
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('此活动已被他人修改').waitFor()
  })

  it('can be read without JavaScript', async () => {
    const { page } = await signedIn({ javaScriptEnabled: false })
    await page.goto(`${host.url}/console?campaign=${campaignId}&lang=en`)
    expect(await page.getByRole('img', { name: /^Funnel: Clicked/ }).isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})
