import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { sdkIntegrity } from '../../shared/web/sdk.ts'
import { startBrowser } from '../harness/browser.ts'
import { ROOT } from '../harness/place.ts'
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

describe('a page', () => {
  it('may have two forms, each with errors and an outcome of its own', async () => {
    const [first, second] = [await site.newCampaign(), await site.newCampaign()]
    const { page } = await browser.open(
      site.show(`<div>${first.form}</div><div>${second.form}</div>${first.script}${second.script}`),
    )
    const forms = page.locator('form')
    await forms.nth(1).getByRole('button').click()
    expect(await forms.nth(0).locator('[data-tuoke-error]').count()).toBe(0)
    expect(await forms.nth(1).getByText('请填写此项').count()).toBe(2)
    for (const i of [1, 0]) {
      await forms.nth(i).getByLabel('手机号码').fill('13800138000')
      await forms.nth(i).getByLabel('意向额度').selectOption('30–100 万')
      await forms.nth(i).getByLabel('联系我').check()
      await forms.nth(i).getByRole('button').click()
      await page.locator('div').nth(i).getByText('提交成功').waitFor()
    }
    for (const campaign of [first, second])
      expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })

  it('may put its form in late, and render it anew while it is being sent', async () => {
    const campaign = await site.newCampaign()
    const { page } = await browser.open(site.show(`${RECORD}<div id="app"></div>${campaign.script}`))
    const render = (html: string) =>
      page.evaluate((html) => {
        const app = document.querySelector('#app')
        if (app) app.innerHTML = html
      }, html)
    await render(campaign.form)
    await fill(page)
    await page.route('**/leads', async (route) => {
      await render(campaign.form)
      await route.continue()
    })
    await submit(page)
    await says(page, '提交成功')
    expect(await page.locator('form').isVisible()).toBe(false)
    expect((await told(page)).map(({ name }) => name)).toEqual(['visit', 'accepted'])
    expect(await campaign.counted({ captured: 1 })).toEqual({ visited: 1, captured: 1 })
  })

  it('that sends the form by itself still tells where the visitor came from', async () => {
    const campaign = await site.newCampaign()
    const { page } = await browser.open(`${site.origin}/`)
    await page.goto(`${site.show(campaign.form + campaign.script)}?gdt_vid=a`)
    await page.locator('form[novalidate]').waitFor()
    await fill(page)
    await page.evaluate(() => document.querySelector('form')?.submit())
    await page.waitForURL('**/thanks/**')
    expect((await campaign.lead()).touch.clickIds).toEqual({ gdt_vid: 'a' })
    expect(await campaign.counted({ captured: 1, visited: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
  })

  it('whose script comes late keeps what was filled in; where none comes, the form posts by itself', async () => {
    const campaign = await site.newCampaign()
    const address = site.show(campaign.form + campaign.script)
    const { page } = await browser.open(`${site.origin}/`)
    const script = Promise.withResolvers<void>()
    await page.route(
      '**/sdk/v1.js',
      async (route) => {
        await script.promise
        await route.continue()
      },
      { times: 1 },
    )
    await page.goto(address, { waitUntil: 'commit' })
    await fill(page)
    script.resolve()
    await page.locator('form[novalidate]').waitFor()
    await submit(page)
    await says(page, '提交成功')
    expect(page.url()).toBe(address)
    await page.route('**/sdk/v1.js', (route) => route.abort())
    await page.goto(address)
    await fill(page, '13900139000')
    await submit(page)
    await page.waitForURL(`${host.url}/thanks/${campaign.campaignId}#leadToken=*`)
    expect(await campaign.events(2)).toEqual(['lead.captured', 'lead.captured'])
  })

  it('that the browser only prepares is no visit until it is shown', async () => {
    const campaign = await site.newCampaign()
    const { page, requests } = await browser.open(`${site.origin}/`)
    await page.addInitScript(() => Object.defineProperty(document, 'prerendering', { value: true }))
    await page.goto(site.show(campaign.form + campaign.script), { waitUntil: 'networkidle' })
    expect(requests.filter((request) => request.endsWith('/visits'))).toEqual([])
    const visit = page.waitForRequest('**/visits')
    await page.evaluate(() => document.dispatchEvent(new Event('prerenderingchange')))
    await visit
  })
})

/** The policy that docs/landing-page.md gives, and nothing else allowed. */
const documentedPolicy = (): string => {
  const guide = readFileSync(join(ROOT, 'docs/landing-page.md'), 'utf8')
  const [, policy = ''] = /```\n(script-src .*?)```/s.exec(guide) ?? []
  return `default-src 'none'; ${policy.replaceAll('\n', ' ').replaceAll('https://tuoke.bank.example', host.url)}`
}

describe('a page with a Content Security Policy', () => {
  const show = (form: string, policy: string, integrity: string) =>
    site.show(
      `${form}<script src="${host.url}/sdk/v1.js" async crossorigin="anonymous" integrity="${integrity}"></script>`,
      { headers: { 'content-security-policy': policy } },
    )

  it('and the integrity of the script needs no more than the guide says, proof of work in a worker included', async () => {
    const campaign = await site.newCampaign({ challenge: 'proof_of_work' })
    const { page, requests } = await browser.open(`${site.origin}/`)
    const worker = page.waitForEvent('worker')
    await page.goto(show(campaign.form, documentedPolicy(), sdkIntegrity()))
    await page.locator('form[novalidate]').waitFor()
    await fill(page)
    await submit(page)
    await worker
    await says(page, '提交成功')
    expect(requests).toContain('GET /sdk/v1.proof.js')
    expect(await campaign.events(1)).toEqual(['lead.captured'])
  })

  it('that allows no workers does the proof of work itself, beginning with the first key where the form says so', async () => {
    const campaign = await site.newCampaign({ challenge: 'proof_of_work' })
    const policy = documentedPolicy().replace('worker-src blob:', "worker-src 'none'")
    const form = campaign.form.replace('<form', '<form data-tuoke-challenge="proof_of_work"')
    const { page } = await browser.open(`${site.origin}/`, { complains: /worker/i })
    const asked = page.waitForRequest(`**/v1/campaigns/${campaign.campaignId}`)
    await page.goto(show(form, policy, sdkIntegrity()))
    await page.locator('form[novalidate]').waitFor()
    await page.getByLabel('手机号码').fill('1')
    await asked
    await fill(page)
    await submit(page)
    await says(page, '提交成功')
    expect(page.workers()).toEqual([])
  })

  it('that names another integrity runs without the script, and its form still posts', async () => {
    const campaign = await site.newCampaign()
    const { page } = await browser.open(`${site.origin}/`, { complains: /integrity/ })
    const policy = documentedPolicy().replace('https://loan.bank.example', site.origin)
    await page.goto(show(campaign.form, policy, `sha384-${'A'.repeat(64)}`))
    await fill(page)
    await submit(page)
    await page.waitForURL('**/thanks/**')
  })
})

describe('an address', () => {
  it('full of hostile and endless parameters harms nothing, and what names no ad never leaves the browser', async () => {
    const campaign = await site.newCampaign()
    const { page } = await browser.open(`${site.origin}/`)
    const bodies: string[] = []
    page.on('request', (request) => bodies.push(request.postData() ?? ''))
    const hostile = '<img src=x onerror=alert(1)>"\'\\'
    const query = new URLSearchParams({
      phone: '13700137000',
      junk: 'x'.repeat(12_000),
      gclid: 'y'.repeat(700),
      clickid: '',
      gdt_vid: hostile,
      utm_source: hostile,
      partner: '../../etc',
      __proto__x: '1',
    })
    await page.goto(
      `${site.show(campaign.form + campaign.script)}?${query}&%&utm_term=%E5%BC&gdt_vid=second#13700137000`,
    )
    await fill(page)
    await submit(page)
    await says(page, '提交成功')
    expect((await campaign.lead()).touch).toMatchObject({ clickIds: { gdt_vid: hostile }, utm: { source: hostile } })
    expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
    expect(bodies.join()).not.toMatch(/13700137000|xxx/)
  })

  it('of an earlier ad is remembered for the lead but not counted as a click again, for thirty days', async () => {
    const campaign = await site.newCampaign()
    const address = site.show(campaign.form + campaign.script)
    const { page, context } = await browser.open(`${site.origin}/`)
    await page.goto(`${address}?gdt_vid=first&utm_source=moments`)
    await page.goto(`${address}?bd_vid=last`)
    const sendFrom = async (phone: string, at: number) => {
      const later = await context.newPage()
      await later.clock.install({ time: at })
      await later.goto(address)
      await fill(later, phone)
      const [request] = await Promise.all([later.waitForRequest('**/leads'), submit(later)])
      await says(later, '提交成功')
      const { touch, firstTouch } = request.postDataJSON() as Record<'touch' | 'firstTouch', { url: string }>
      return [touch, firstTouch].map(({ url }) => new URL(url).search)
    }
    const day = 86_400_000
    expect(await sendFrom('13800138000', Date.now() + 29 * day)).toEqual([
      '?bd_vid=last',
      '?gdt_vid=first&utm_source=moments',
    ])
    expect(await campaign.counted({ captured: 1, visited: 3 })).toEqual({ clicked: 2, visited: 3, captured: 1 })
    expect(await sendFrom('13900139000', Date.now() + 31 * day)).toEqual(['', ''])
  })
})

describe('the debug flag', () => {
  const heard = async (address: string, text: string) => {
    const { page } = await browser.open(`${site.origin}/`, { complains: /CORS policy/ })
    const message = page.waitForEvent('console', (message) => message.text().includes(text))
    await page.goto(address)
    await message
    return page
  }

  it('tells that the snippet of the guide is right, and then what happens, without the token', async () => {
    const campaign = await site.newCampaign()
    const page = await heard(`${site.show(campaign.form + campaign.script)}?tuoke_debug`, '小微快贷 ok')
    const verdict = page.waitForEvent('console', (message) => message.text().includes('tuoke: accepted'))
    await fill(page)
    await submit(page)
    const text = (await verdict).text()
    expect(text).toContain('"leadId":"ld_')
    expect(text).not.toMatch(/leadToken|13800138000/)
  })

  it('tells what is missing in a form, and which origin is not allowed', async () => {
    const { form, script } = await site.newCampaign()
    const bare = form
      .replace('answers.amount', 'amount')
      .replace('2026-11', '2025-01')
      .replace(/ action="[^"]*"/, '')
    await heard(
      site.show(bare + script.replace('<script', '<script data-tuoke-debug')),
      'no field is called answers.amount; no action: without this script the form leads nowhere; consent.version is not 2026-11',
    )
    const other = await site.newCampaign({ allowedOrigins: ['https://loan.bank.example'] })
    await heard(
      `${site.show(other.form + other.script)}?tuoke_debug`,
      `origin_not_allowed: add ${site.origin} to allowedOrigins of the campaign`,
    )
    await heard(`${site.show(form.replaceAll('elsewhere-', 'nowhere-') + script)}?tuoke_debug`, 'campaign_not_found')
  })
})
