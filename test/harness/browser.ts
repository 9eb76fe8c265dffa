import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packaged from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { ROOT } from './place.ts'
import { openTab, type Tab, type TabOptions } from './tabs.ts'

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

let browser: Promise<Browser> | undefined

/** The Chromium of this process, which ends with it. */
const launched = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await executable(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  })

/** A real Chromium whose tabs, each a browser session of its own, may ask `origins` only. */
export const startBrowser = async (...origins: string[]) => {
  browser ??= launched()
  const chrome = await browser
  return {
    open: async (url: string, { complains, ...options }: TabOptions = {}): Promise<Tab> =>
      openTab(
        await chrome.newContext({ locale: 'zh-CN', viewport: { width: 360, height: 740 }, ...options }),
        url,
        origins,
        complains,
      ),
  }
}
