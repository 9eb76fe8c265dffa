import { beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../harness/browser.ts'
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

describe('the script on a page of another origin', () => {
  it('takes the form of the guide over: visit by a simple beacon, lead, events without personal data', async () => {
    const campaign = await site.newCampaign()
    const before = site.preflights().length
    const { page } = await browser.open(`${site.origin}/`)
    const beacon = page.waitForRequest('**/visits')
    await page.goto(
      `${site.show(RECORD + campaign.form + campaign.script)}?gdt_vid=click-1&utm_source=moments&name=Zhang`,
    )
    expect((await beacon).headers()['content-type']).toBe('text/plain;charset=UTF-8')
    await page.getByLabel('姓名').fill(' 张三 ')
    await fill(page)
    await submit(page)
    await says(page, '提交成功')
    expect(await page.locator('form').isVisible()).toBe(false)
    const { contact, answers, touch } = await campaign.lead()
    expect(contact).toEqual({ phone: '13800138000', name: '张三' })
    expect(answers).toEqual({ amount: '30–100 万' })
    expect(touch).toMatchObject({ clickIds: { gdt_vid: 'click-1' }, utm: { source: 'moments' } })
    expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
    const events = await told(page)
    expect(events.map(({ name, on }) => `${name} ${on}`)).toEqual(['visit FORM', 'accepted FORM'])
    expect(events[1]?.detail).toMatchObject({ outcome: 'accepted', leadToken: expect.any(String) })
    expect(JSON.stringify(events)).not.toMatch(/13800138000|张/)
    expect(site.preflights().slice(before)).toEqual(['leads'])
  })

  it('says what is missing and what is wrong beside the fields, in the language of the page', async () => {
    const campaign = await site.newCampaign()
    const form = campaign.form.replaceAll(/ data-tuoke-hint="[^"]*"/g, '')
    const { page } = await browser.open(site.show(RECORD + form + campaign.script, { lang: 'en' }))
    await submit(page)
    const lines = page.locator('[data-tuoke-error]:not(:empty)')
    expect(await lines.allTextContents()).toEqual(['Please fill this in', 'Please fill this in', 'Please check this'])
    await fill(page, '123')
    expect(await lines.count()).toBe(0)
    await submit(page)
    await says(page, 'Please check this')
    const phone = page.getByLabel('手机号码')
    expect(await phone.getAttribute('aria-invalid')).toBe('true')
    expect(
      await phone.evaluate(
        (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
      ),
    ).toBe('Please check this')
    expect(await page.locator(':focus').getAttribute('name')).toBe('contact.phone')
    expect((await told(page)).at(-1)).toMatchObject({
      name: 'invalid',
      detail: { errors: [{ pointer: '/contact/phone', code: 'phone_invalid' }] },
    })
    await phone.fill('13800138000')
    await submit(page)
    await says(page, 'Thank you')
  })

  it('uses the places and words that the page provides, and leaves the outcome to a page that wants it', async () => {
    const campaign = await site.newCampaign()
    const places =
      '<b data-tuoke-error="contact.phone consent.purposes"></b><i data-tuoke-outcome="accepted duplicate" hidden>谢谢</i>'
    const { page } = await browser.open(
      site.show(campaign.form.replace('</form>', `</form>${places}`) + campaign.script),
    )
    await fill(page, '123')
    await submit(page)
    await says(page, '请填写正确的 11 位手机号码')
    await fill(page)
    await submit(page)
    await says(page, '谢谢')
    await page.goto(site.show(campaign.form + campaign.script))
    await page.evaluate(() => document.addEventListener('tuoke:duplicate', (event) => event.preventDefault()))
    await fill(page)
    await Promise.all([page.waitForResponse('**/leads'), submit(page)])
    await expect.poll(() => page.locator('[data-tuoke-error=form]').textContent()).toBe('')
    expect(await page.locator('form').isVisible()).toBe(true)
  })

  it('goes on to the thank-you page that the form names', async () => {
    const campaign = await site.newCampaign()
    const thanks = site.show('<h1>谢谢</h1>')
    const form = campaign.form.replace('<form', `<form data-tuoke-thanks="${thanks}"`)
    const { page } = await browser.open(site.show(form + campaign.script))
    await fill(page)
    await submit(page)
    await page.waitForURL(/#leadToken=.+/)
    await says(page, '谢谢')
  })
})
