import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../infra/local/demo.ts'
import { seedConnections } from '../../infra/local/simulators/seedConnections.ts'
import type { FunnelReport } from '../../shared/contract/reports.ts'
import { dayOf } from '../../shared/domain/day.ts'
import { violations } from '../harness/axe.ts'
import { startBrowser } from '../harness/browser.ts'
import { eventually, send } from '../harness/client.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'

const CAMPAIGN = 'demo-landing-page'
/** Synthetic: the samples of the standard's own appendix. */
const ID_NUMBER = '440301199001010012'
const WRONG_ID_NUMBER = '440301199001010013'

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost({ simulators: true, thinkingMs: 1000 })
  browser = await startBrowser(host.url, host.simulators ?? '')
  await seedDemo(host.url, host.operatorKey())
  await seedConnections({ url: host.url, operatorKey: host.operatorKey() }, host.simulators ?? '')
})

const step = (page: Page, name: string) => page.locator(`[data-step="${name}"]:not([hidden])`).waitFor()
const press = (page: Page, form: string) => page.locator(`[data-form="${form}"] button`).click()
const errorAt = (page: Page, name: string) => page.locator(`form [data-error="${name}"]:not(:empty)`).textContent()

const codeFor = async (phone: string): Promise<string> => {
  const inbox = async () => {
    const response = await fetch(`${host.simulators}/_sim/sms?phone=${phone}`)
    return ((await response.json()) as { messages: { code: string }[] }).messages
  }
  const [message] = await eventually(inbox, ({ length }) => length > 0)
  return message?.code ?? ''
}

const leaveContact = async (page: Page, phone: string): Promise<void> => {
  await page.goto(`${host.url}/demo/${CAMPAIGN}?gdt_vid=click-1&utm_source=wechat&utm_campaign=spring`)
  await page.getByLabel('手机号码').fill(phone)
  await page.getByLabel('意向额度').selectOption({ index: 1 })
  for (const tick of await page.locator('[name="consent.purposes"]').all()) await tick.check()
  await page.getByRole('button', { name: '提交预约' }).click()
  await step(page, 'phone')
}

const register = async (page: Page, phone: string): Promise<void> => {
  await press(page, 'code')
  const code = await codeFor(phone)
  await page.getByLabel('短信验证码').fill(code === '000000' ? '000001' : '000000')
  await page.getByLabel('企业或店铺名称').fill('示例商贸有限公司')
  await page.getByLabel('联系人姓名').fill('王五')
  await press(page, 'register')
  expect(await errorAt(page, 'phoneCode')).toBe('验证码不正确')
  await page.getByLabel('短信验证码').fill(code)
  await press(page, 'register')
  await step(page, 'amount')
}

const fillIn = async (page: Page): Promise<void> => {
  await page.getByLabel('申请金额').fill('500')
  await press(page, 'amount')
  expect(await errorAt(page, 'amountFen')).toBe('请填写 1 到 100 万元')
  await page.getByLabel('申请金额').fill('30')
  await page.getByLabel('期限').selectOption('12')
  await press(page, 'amount')
  await step(page, 'person')
  await page.getByLabel('姓名', { exact: false }).last().fill('王五')
  await page.getByLabel('身份证号码').fill(WRONG_ID_NUMBER)
  await press(page, 'person')
  expect(await errorAt(page, 'applicant.idNumber')).toContain('18 位居民身份证号码')
  await page.getByLabel('身份证号码').fill(ID_NUMBER)
  await press(page, 'person')
  await step(page, 'face')
}

const passFace = async (page: Page): Promise<void> => {
  await press(page, 'face')
  await page.getByRole('button', { name: '核验通过' }).click()
  await step(page, 'review')
}

describe('the page of an application', () => {
  it('leads from the contact to the drawn loan, on a phone, over a reload and another device', async () => {
    const phone = phoneNumber(601)
    const { page } = await browser.open(`${host.url}/`, { viewport: { width: 390, height: 844 } })
    const wrong: Record<string, string[]> = {}
    const look = async (name: string, at: Page) => {
      const found = await violations(at)
      if (found.length > 0) wrong[name] = found
    }
    await leaveContact(page, phone)
    await look('phone', page)
    await register(page, phone)
    await look('amount', page)
    await fillIn(page)
    await page.reload()
    await step(page, 'face')
    await look('face', page)

    await press(page, 'handoff')
    const link = await page.locator('[data-slot="handoff-link"] a').getAttribute('href')
    const other = await browser.open(`${host.url}${link}`, { viewport: { width: 390, height: 844 } })
    await step(other.page, 'face')
    expect(other.page.url()).not.toContain('#')
    await passFace(other.page)
    await look('review', other.page)
    await press(other.page, 'review')
    await step(other.page, 'status')
    await other.page.getByText('已放款', { exact: true }).first().waitFor({ timeout: 20_000 })
    await look('status', other.page)
    expect(await other.page.locator('[data-slot="outcome"]').textContent()).toContain('¥240,000')
    expect(wrong).toEqual({})

    const today = dayOf(new Date().toISOString(), 'Asia/Shanghai')
    const query = `campaign=${CAMPAIGN}&from=${today}&to=${today}&by=ad`
    const report = async () =>
      (await send(host.url, 'GET', `/v1/reports/funnel?${query}`, { key: host.operatorKey() })).json() as FunnelReport
    const { total } = await eventually(report, ({ total }) => total.counts.disbursed === 1)
    const { clicked, visited, captured, registered, verified, applied, credited, disbursed } = total.counts
    expect({ clicked, visited, captured, registered, verified, applied, credited, disbursed }).toEqual({
      ...{ clicked: 1, visited: 1, captured: 1, registered: 1, verified: 1, applied: 1, credited: 1, disbursed: 1 },
    })
    expect(total.amounts).toEqual({ limitFen: 24_000_000, disbursedFen: 12_000_000 })
  })

  it('begins with the contact where there is none, and forgets a token that is no good', async () => {
    const { page } = await browser.open(`${host.url}/demo/${CAMPAIGN}/apply`)
    await step(page, 'start')
    await page.goto(`${host.url}/demo/${CAMPAIGN}/apply#leadToken=nonsense`)
    await page.reload()
    await step(page, 'start')
    expect(await violations(page)).toEqual([])
  })

  it('is not there for a campaign that takes no applications', async () => {
    const { status } = await send(host.url, 'GET', '/demo/nothing-here/apply')
    expect(status).toBe(404)
  })
})

describe('the console', () => {
  it('shows what became of an application, and an operator verifies somebody without a face check', async () => {
    const phone = phoneNumber(602)
    const { page } = await browser.open(`${host.url}/`, { viewport: { width: 390, height: 844 } })
    await leaveContact(page, phone)
    await register(page, phone)
    await fillIn(page)

    const { page: desk } = await browser.open(`${host.url}/console`)
    await desk.getByLabel('API 密钥').fill(host.operatorKey())
    await desk.getByRole('button', { name: '登录' }).click()
    await desk.getByRole('heading', { level: 1 }).waitFor()
    await desk.goto(`${host.url}/console/leads?campaign=${CAMPAIGN}`)
    await desk.getByLabel('按手机号查找').fill(phone)
    await desk.getByRole('button', { name: '查找' }).click()
    await desk.getByText('草稿').waitFor()
    await desk.getByLabel('人工核验理由').fill('柜面核对原件')
    await desk.getByRole('button', { name: '核验通过', exact: true }).click()
    await desk.getByText('identity.reviewed').waitFor()
    expect(await violations(desk)).toEqual([])

    await page.reload()
    await step(page, 'review')
    await press(page, 'review')
    await step(page, 'status')
    const seen = async () => {
      await desk.reload()
      return (await desk.textContent('body')) ?? ''
    }
    const text = await eventually(seen, (body) => body.includes('application.submitted'))
    expect(text).not.toContain(ID_NUMBER)
  })
})
