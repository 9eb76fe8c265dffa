import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildBundles } from '../../infra/bundle/bundle.ts'
import type { Topology } from '../../infra/topologySpec.ts'
import { sdkIntegrity } from '../../shared/web/sdk.ts'
import { newCampaign } from '../e2e/funnel.ts'
import { startBrowser } from '../harness/browser.ts'
import { send } from '../harness/client.ts'
import { ROOT, temporaryFolder } from '../harness/place.ts'
import { freshTopology, startTestHost, type TestHost } from '../harness/testHost.ts'

/** The topology with the pages as they are deployed. */
const withBuiltPages = async (): Promise<Topology> => {
  const { functions, queues } = freshTopology()
  const { pages } = functions
  if (!pages) throw new Error('there is no function pages')
  const built = await buildBundles({ functions: { pages }, queues }, ROOT, temporaryFolder())
  const entry = relative(ROOT, join(built.pages?.directory ?? '', 'index.mjs'))
  return { functions: { ...functions, pages: { ...pages, entry } }, queues }
}

let host: TestHost
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  host = await startTestHost({ topology: await withBuiltPages() })
  browser = await startBrowser(host.url)
})

it('serves a landing page that sends a lead, proof of work included, with the script whose hash pages name', async () => {
  const campaign = await newCampaign(host, { challenge: 'proof_of_work' })
  const { page } = await browser.open(`${campaign.landing}?gdt_vid=click-1`)
  await page.getByLabel('手机号码').fill('13800138000')
  await page.getByLabel('意向额度').selectOption('30–100 万')
  await page.getByLabel('联系我').check()
  await page.getByRole('button').click()
  await page.getByRole('heading', { name: '提交成功' }).waitFor()
  expect(await campaign.events(1)).toEqual(['lead.captured'])
  expect(await campaign.counted({ captured: 1 })).toEqual({ clicked: 1, visited: 1, captured: 1 })
  const script = await send(host.url, 'GET', '/sdk/v1.js')
  expect(`sha384-${createHash('sha384').update(script.text).digest('base64')}`).toBe(sdkIntegrity())
})
