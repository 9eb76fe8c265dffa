import type { Page } from 'playwright-core'
import { seedDemo } from '../../infra/local/demo.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import { send } from '../harness/client.ts'
import type { TestHost } from '../harness/testHost.ts'

/** The demo campaigns and their accounts, as `npm start` has them. */
export const seedAll = async (host: TestHost): Promise<void> => {
  await seedDemo(host.url, host.operatorKey())
  await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, host.simulators ?? '')
}

/** Something that people or platforms of the simulated world do. */
export const simulate = (host: TestHost, path: string, body: object) =>
  send(host.simulators ?? '', 'POST', `/_sim/${path}`, { body })

/** Fills in the form of a landing page and sends it. */
export const leaveContact = async (page: Page, phone: string): Promise<void> => {
  await page.getByLabel('手机号码').fill(phone)
  for (const select of await page.locator('form select[required]').all()) await select.selectOption({ index: 1 })
  await page.getByLabel('联系我').check()
  await page.getByRole('button', { name: '提交预约' }).click()
  await page.getByRole('heading', { name: '提交成功' }).waitFor()
}

/** The block that invites to something. */
export const blockOf = (page: Page, kind: string) => page.locator(`[data-follow="${kind}"]`)

/** The code or link of a block, once it is there; it is asked for when it is seen. */
export const linkIn = async (page: Page, kind: string): Promise<string> => {
  await blockOf(page, kind).scrollIntoViewIfNeeded()
  const link = blockOf(page, kind).locator('a')
  await link.waitFor()
  return (await link.getAttribute('href')) ?? ''
}

/** Opens the link of a code on the phone of somebody, who says yes. */
export const openOnPhone = async (page: Page, link: string, phone: string): Promise<void> => {
  const wechat = await page.context().newPage()
  await wechat.goto(link)
  await wechat.getByLabel('其他手机号').fill(phone)
  await wechat.getByRole('button', { name: '用这个手机号' }).click()
  await wechat.getByText(/^已/).first().waitFor()
  await wechat.close()
}

/** Signs in to the console. */
export const signIn = async (page: Page, host: TestHost): Promise<void> => {
  await page.goto(`${host.url}/console`)
  await page.getByLabel('API 密钥').fill(host.operatorKey())
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

/** What the table of ads of a campaign says of one ad, by the heads of its columns. */
export const adRow = async (page: Page, host: TestHost, campaignId: string, ad: string) => {
  await page.goto(`${host.url}/console?campaign=${campaignId}`)
  const table = page.getByRole('region', { name: '按广告' })
  const heads = await table.locator('thead th').allTextContents()
  const row = table.locator('tbody tr').filter({ hasText: ad })
  const cells = (await row.count()) === 0 ? [] : await row.locator('th,td').allTextContents()
  return Object.fromEntries(heads.map((head, i) => [head, cells[i]]))
}

/** The screen of the lead that has a phone. */
export const openLead = async (page: Page, host: TestHost, campaignId: string, phone: string): Promise<void> => {
  await page.goto(`${host.url}/console/leads?campaign=${campaignId}`)
  await page.getByLabel('按手机号查找').fill(phone)
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('heading', { name: '时间线' }).waitFor()
}
