import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page in a browser session of its own, with what it asked for. */
export type Tab = { page: Page; context: BrowserContext; requests: string[] }

export type TabOptions = Pick<BrowserContextOptions, 'javaScriptEnabled' | 'viewport'> & {
  /** Errors that the page is to log. */
  complains?: RegExp
}

const contexts: BrowserContext[] = []
const elsewhere: string[] = []
const complaints: string[] = []

/**
 * Opens a page of a browser, until the test is done. The test fails when the page asked another origin than `origins`, or
 * logged an error (a violation of the Content Security Policy is one) beside those of requests that were answered with a failure.
 */
export const openTab = async (
  context: BrowserContext,
  url: string,
  origins: readonly string[],
  complains?: RegExp,
): Promise<Tab> => {
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
}

/** Closes what the test opened, and fails when something was wrong with it. */
export const closeTabs = async (): Promise<void> => {
  for (const context of contexts.splice(0)) await context.close()
  expect({ elsewhere: elsewhere.splice(0), complaints: complaints.splice(0) }).toEqual({
    elsewhere: [],
    complaints: [],
  })
}
