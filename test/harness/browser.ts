import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packaged from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { ROOT } from './place.ts'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const packageVersion = (): string => {
  const text = readFileSync(join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** Unpacks the browser beside its final place and moves it there whole: test files run at the same time. */
const unpack = async (): Promise<string> => {
  const home = join(tmpdir(), `tuoke-chromium-${packageVersion()}`)
  if (existsSync(home)) return join(home, 'chromium')
  const aside = mkdtempSync(join(tmpdir(), 'tuoke-unpack-'))
  const { TMPDIR } = process.env
  process.env.TMPDIR = aside
  try {
    await packaged.executablePath()
    if (!existsSync(home)) renameSync(aside, home)
  } catch (error) {
    if (!existsSync(home)) throw error
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(aside, { recursive: true, force: true })
  }
  return join(home, 'chromium')
}

const executable = async (): Promise<string> => {
  if (process.platform === 'linux' && process.arch === 'x64') return unpack()
  const installed = INSTALLED.find((path) => existsSync(path))
  if (installed === undefined) throw new Error(`no Chromium: install one of ${INSTALLED.join(', ')}`)
  return installed
}

/** A page in a browser session of its own, with what it asked for. */
export type Tab = { page: Page; context: BrowserContext; requests: string[] }

type TabOptions = Pick<BrowserContextOptions, 'javaScriptEnabled' | 'viewport'> & {
  /** Errors that the page is to log. */
  complains?: RegExp
}

const browsers: Browser[] = []
const contexts: BrowserContext[] = []
const elsewhere: string[] = []
const complaints: string[] = []

// At the top of the module: Vitest ignores hooks that are added while a hook runs.
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  expect({ elsewhere: elsewhere.splice(0), complaints: complaints.splice(0) }).toEqual({
    elsewhere: [],
    complaints: [],
  })
})

afterAll(async () => {
  for (const browser of browsers) await browser.close()
})

/**
 * A real Chromium for the test file. A test fails when one of its tabs asked another origin than `origins`, or logged an
 * error (a violation of the Content Security Policy is one) beside those of requests that were answered with a failure.
 */
export const startBrowser = async (...origins: string[]) => {
  const browser = await chromium.launch({
    executablePath: await executable(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  })
  browsers.push(browser)
  return {
    open: async (url: string, { complains, ...options }: TabOptions = {}): Promise<Tab> => {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 }, ...options })
      contexts.push(context)
      const requests: string[] = []
      context.on('request', (request) => {
        const { origin, pathname } = new URL(request.url())
        if (!origins.includes(origin)) elsewhere.push(request.url())
        requests.push(`${request.method()} ${pathname}`)
      })
      context.on('weberror', (error) => complaints.push(String(error.error())))
      context.on('console', (message) => {
        const isExpected = message.text().startsWith('Failed to load resource') || complains?.test(message.text())
        if (message.type() === 'error' && !isExpected) complaints.push(message.text())
      })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      await page.goto(url)
      return { page, context, requests }
    },
  }
}
