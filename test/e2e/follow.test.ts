import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { violations } from '../harness/axe.ts'
import { startBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/client.ts'
import { phoneNumber } from '../harness/samples.ts'
import { startTestHost, type TestHost } from '../harness/testHost.ts'
import { adRow, blockOf, leaveContact, linkIn, openLead, openOnPhone, seedAll, signIn, simulate } from './following.ts'

const CAMPAIGN = 'demo-official-account'
const DESK = { viewport: { width: 1280, height: 900 } }
const PHONE = { viewport: { width: 390, height: 844 } }

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost({ simulators: true })
  browser = await startBrowser(host.url, host.simulators ?? '')
  await seedAll(host)
})

const landing = (ad: string, campaignId = CAMPAIGN) => `${host.url}/demo/${campaignId}?gdt_vid=${ad}&utm_campaign=${ad}`

const codeFor = async (phone: string): Promise<string> => {
  const inbox = async () => {
    const response = await fetch(`${host.simulators}/_sim/sms?phone=${phone}`)
    return ((await response.json()) as { messages: { code: string }[] }).messages
  }
  return (await eventually(inbox, ({ length }) => length > 0))[0]?.code ?? ''
}

/** On the page of the application, as the lead whose token is in the address. */
const register = async (page: Page, phone: string): Promise<void> => {
  await page.locator('[data-form="code"] button').click()
  await page.getByLabel('短信验证码').fill(await codeFor(phone))
  await page.getByLabel('企业或店铺名称').fill('示例商贸有限公司')
  await page.getByLabel('联系人姓名').fill('王五')
  await page.locator('[data-form="register"] button').click()
  await page.locator('[data-step="amount"]:not([hidden])').waitFor()
}

const desk = async () => {
  const { page } = await browser.open(`${host.url}/health`, DESK)
  await signIn(page, host)
  return page
}

/** Reads a text again until it holds all that is expected. */
const reads = (text: () => Promise<string>, ...expected: string[]) =>
  eventually(text, (found) => expected.every((part) => found.includes(part)))

describe('the chain of an official account', () => {
  it('leads from the ad over follow and reminder to registration, and the console shows both rates of the ad', async () => {
    const phone = phoneNumber(701)
    const { page, requests } = await browser.open(landing('spring-oa'), PHONE)
    await leaveContact(page, phone)
    const link = await linkIn(page, 'official_account')
    expect(requests.filter((request) => /leads\/ld_.*invitations/.test(request))).toHaveLength(1)
    await openOnPhone(page, link, phone)
    await page.getByText('已关注公众号').waitFor()
    await page.getByRole('button', { name: '接收审批进度提醒' }).click()
    await page.getByText('已开启提醒').waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: '验证手机号，继续申请' }).click()
    await register(page, phone)
    expect(page.url()).not.toContain('#')

    const console = await desk()
    const row = await eventually(
      () => adRow(console, host, CAMPAIGN, 'spring-oa'),
      (cells) => cells.注册 === '1',
    )
    expect(row).toMatchObject({ 访问: '1', 留资: '1', 关注: '1', 关注率: '100.0%', 注册: '1', 注册率: '100.0%' })

    await simulate(host, 'wechat/unfollow', { person: phone })
    await openLead(console, host, CAMPAIGN, phone)
    const timeline = async () => {
      await console.reload()
      return (await console.getByRole('region', { name: '时间线' }).textContent()) ?? ''
    }
    await reads(
      timeline,
      '关注 lead.followed',
      '服务提醒 lead.reminded',
      '注册 lead.registered',
      '取关 lead.unfollowed',
    )
  })

  it('keeps somebody who follows before leaving a phone as a lead, and joins both when they register', async () => {
    const phone = phoneNumber(702)
    const { page } = await browser.open(landing('early-oa'), PHONE)
    await openOnPhone(page, await linkIn(page, 'official_account'), phone)
    const console = await desk()
    const list = async () => {
      await console.goto(`${host.url}/console/leads?campaign=${CAMPAIGN}`)
      return (await console.locator('main').textContent()) ?? ''
    }
    await reads(list, '尚未留下联系方式')
    await console.getByRole('link', { name: '尚未留下联系方式' }).click()
    const early = console.url()

    await leaveContact(page, phone)
    await page.getByRole('link', { name: '验证手机号，继续申请' }).click()
    await register(page, phone)
    await openLead(console, host, CAMPAIGN, phone)
    expect(console.url()).toBe(early)
    await console.getByText('139****0702').waitFor()
    await console.getByText('同一个人，另有记录').getByRole('link').click()
    await console.getByText('已合并: 同一次访问').waitFor()
    expect(await console.getByText('同一个人，后续记录在').getByRole('link').getAttribute('href')).toBe(
      new URL(early).pathname,
    )
    expect(await violations(console)).toEqual([])
    const later = console.url()
    const row = await eventually(
      () => adRow(console, host, CAMPAIGN, 'early-oa'),
      (cells) => cells.注册 === '1',
    )
    expect(row).toMatchObject({ 访问: '1', 留资: '1', 关注: '1', 注册: '1' })

    await console.goto(later)
    await console.getByRole('button', { name: '撤销合并' }).click()
    await console.getByText('有效').waitFor()
    const timeline = async () => {
      await console.reload()
      return (await console.getByRole('region', { name: '时间线' }).textContent()) ?? ''
    }
    await reads(timeline, '与另一条线索合并', '撤销合并')
  })

  it.each([
    ['at a desk', DESK, '用微信扫一扫'],
    ['on a phone', PHONE, '长按识别二维码'],
  ])('shows the code %s with words for it, in both languages', async (_, size, words) => {
    const { page } = await browser.open(landing('words'), size)
    await linkIn(page, 'official_account')
    const image = page.getByRole('img', { name: '公众号二维码' })
    await eventually(
      () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth),
      (width) => width > 0,
    )
    await blockOf(page, 'official_account').getByText(words).waitFor()
    expect(await violations(page)).toEqual([])
    await page.goto(`${landing('words')}&lang=en`)
    await linkIn(page, 'official_account')
    await blockOf(page, 'official_account').getByRole('heading', { name: 'Follow our official account' }).waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('says so when there is no code to be had, gets one when asked again, and the form works meanwhile', async () => {
    const { page } = await browser.open(`${host.url}/health`, PHONE)
    await simulate(host, 'faults', { provider: 'wechat', kind: '5xx', times: 100 })
    await page.goto(landing('broken'))
    await blockOf(page, 'official_account').scrollIntoViewIfNeeded()
    await page.getByText('暂时无法获取，请稍后再试').waitFor()
    expect(await violations(page)).toEqual([])
    await leaveContact(page, phoneNumber(703))
    await page.getByText('暂时无法获取，请稍后再试').waitFor()
    await simulate(host, 'faults/removal', {})
    await page.getByRole('button', { name: '再试一次' }).click()
    expect(await linkIn(page, 'official_account')).toContain('/_sim/scan')
  })

  it('invites nobody whose contact was not accepted', async () => {
    const { page } = await browser.open(`${landing('refused')}&partner=pt_unknown`, PHONE)
    await linkIn(page, 'official_account')
    await page.getByLabel('手机号码').fill(phoneNumber(706))
    await page.getByLabel('联系我').check()
    await page.getByRole('button', { name: '提交预约' }).click()
    await page.getByRole('heading', { name: '暂时无法受理' }).waitFor()
    expect(await blockOf(page, 'official_account').isVisible()).toBe(false)
    expect(await page.getByRole('link', { name: '验证手机号，继续申请' }).isVisible()).toBe(false)
  })

  it('is not there without JavaScript', async () => {
    const { page } = await browser.open(landing('plain'), { ...PHONE, javaScriptEnabled: false })
    expect(await blockOf(page, 'official_account').isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: '提交预约' }).isVisible()).toBe(true)
  })
})

describe('other chains', () => {
  it('lead to an adviser, who is added with the code of the lead', async () => {
    const phone = phoneNumber(704)
    const { page } = await browser.open(landing('spring-wecom', 'demo-wecom'), DESK)
    await leaveContact(page, phone)
    const link = await linkIn(page, 'wecom')
    expect(await page.getByRole('img', { name: '顾问的企业微信二维码' }).getAttribute('src')).toBe(link)
    const wechat = await page.context().newPage()
    await wechat.goto(link)
    const scanned = await wechat.locator('a').getAttribute('href')
    await wechat.close()
    await openOnPhone(page, scanned ?? '', phone)
    await page.getByText('已添加顾问').waitFor()
    expect(await page.getByRole('button', { name: '接收审批进度提醒' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
  })

  it('lead to the download of an app with a link that carries the visit, and then the lead', async () => {
    const { page } = await browser.open(landing('spring-app', 'demo-app'), PHONE)
    expect(await linkIn(page, 'app')).toMatch(/^https:\/\/app\.bank\.example\/download\?invitation=[\d-]+$/)
    await leaveContact(page, phoneNumber(705))
    await page.locator('[data-follow="app"] a[href*="invitation=ld_"]').waitFor()
    expect(await violations(page)).toEqual([])
  })

  it('show nothing of the page in a mini program, which no browser can open', async () => {
    const { page } = await browser.open(landing('spring-mp', 'demo-mini-program'), PHONE)
    const answered = page.waitForResponse(/follow-invitations$/)
    await blockOf(page, 'mini_program').scrollIntoViewIfNeeded()
    expect((await answered).status()).toBe(201)
    await blockOf(page, 'mini_program').waitFor({ state: 'hidden' })
  })
})
