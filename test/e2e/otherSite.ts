import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { atEnd, ROOT } from '../harness/place.ts'
import type { TestHost } from '../harness/testHost.ts'
import { newCampaign } from './funnel.ts'

type Shown = { lang?: string; headers?: Record<string, string> }

const listen = async (pages: ReadonlyMap<string, Shown & { body: string }>): Promise<number> => {
  const server = createServer(({ url = '' }, response) => {
    const { body, lang, headers } = pages.get(url.replace(/\?.*/s, '')) ?? { body: 'nothing here' }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(`<!doctype html><html lang="${lang ?? 'zh-CN'}"><title>A page of the bank</title><body>${body}</body>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

/** The snippet of docs/landing-page.md for a campaign of an installation: the form, and its script tag. */
const snippet = (api: string, campaignId: string): { form: string; script: string } => {
  const guide = readFileSync(join(ROOT, 'docs/landing-page.md'), 'utf8')
  const [, form = '', script = ''] = /```html\n(<form.*?<\/form>)\n(<script.*?<\/script>)\n```/s.exec(guide) ?? []
  const filled = (text: string) =>
    text.replaceAll('https://tuoke.bank.example', api).replaceAll('spring-2026', campaignId)
  return { form: filled(form), script: filled(script) }
}

let campaigns = 0

/** A site of another origin than the installation, until the test file is done. */
export const startOtherSite = async (host: TestHost) => {
  const pages = new Map<string, Shown & { body: string }>()
  const origin = `http://localhost:${await listen(pages)}`
  return {
    origin,
    /** Puts a page on the site and returns its address. */
    show: (body: string, more: Shown = {}): string => {
      const path = `/page-${pages.size}`
      pages.set(path, { body, ...more })
      return origin + path
    },
    /** A campaign whose form may be on the site. */
    newCampaign: async (changes: Parameters<typeof newCampaign>[1] = {}) => {
      const campaign = await newCampaign(host, { allowedOrigins: [origin], ...changes }, `elsewhere-${++campaigns}`)
      return { ...campaign, ...snippet(host.url, campaign.campaignId) }
    },
    /** What browsers asked first whether they may send, so far. */
    preflights: (): string[] => host.logs.flatMap((line) => /"operation":"OPTIONS [^"]*\/(\w+)"/.exec(line)?.[1] ?? []),
  }
}
export type OtherSite = Awaited<ReturnType<typeof startOtherSite>>

/** Fills in what the snippet asks for. */
export const fill = async (page: Page, phone = '13800138000'): Promise<void> => {
  await page.getByLabel('手机号码').fill(phone)
  await page.getByLabel('意向额度').selectOption('30–100 万')
  await page.getByLabel('联系我').check()
}
export const submit = (page: Page): Promise<void> => page.getByRole('button').click()
export const says = (page: Page, text: string): Promise<void> => page.getByText(text).waitFor()

/** Put before the script of the guide, it keeps what that tells the page. */
export const RECORD = `<script>
  window.told = []
  for (const name of ['visit', 'invalid', 'retrying', 'accepted', 'duplicate', 'rejected', 'failed'])
    document.addEventListener('tuoke:' + name, ({ detail, target }) => told.push({ name, detail, on: target.nodeName }))
</script>`

type Told = { name: string; detail: Record<string, unknown>; on: string }
export const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told)
