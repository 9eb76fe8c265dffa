import type { Context } from 'hono'
import { getHealth } from '../../shared/contract/pages.ts'
import { PROBLEM_CODES, Problem } from '../../shared/contract/problem.ts'
import { type Campaign, CampaignId } from '../../shared/domain/campaign.ts'
import { createHttpApp, type HttpApp, type HttpEnv } from '../../shared/runtime/http.ts'
import { mount } from '../../shared/runtime/mount.ts'
import { langOf } from '../../shared/web/lang.ts'
import { STYLE_HASH } from '../../shared/web/page.ts'
import { applyPage } from './apply/applyPage.ts'
import type { PagesDeps } from './deps.ts'
import { handleGetHealth } from './health.ts'
import { homePage, shownDemos } from './homePage.ts'
import { landingPage } from './landingPage.ts'
import { explanationPage, showProblem } from './problemPage.ts'
import { sdkFile } from './sdkFile.ts'
import { thanksPage } from './thanksPage.ts'

/** Where WeChat and WeCom keep the images of the codes that they make. */
const CODE_IMAGE_HOSTS = ['https://mp.weixin.qq.com', 'https://wework.qpic.cn']

const campaignShown =
  ({ findCampaign }: PagesDeps) =>
  async (c: Context<HttpEnv>): Promise<Campaign> => {
    const id = CampaignId.safeParse(c.req.param('campaignId'))
    const campaign = id.success ? await findCampaign(id.data) : undefined
    if (!campaign || campaign.settings.status === 'draft')
      throw new Problem('campaign_not_found', 'Check the campaign id in the address.')
    c.set('campaign', campaign)
    return campaign
  }

const answer = (c: Context<HttpEnv>, text: string): Response =>
  c.body(text, 200, { 'content-type': 'text/html; charset=utf-8' })

/** What a browser opens: landing and thank-you pages with their script, explanations; and whatever no other function serves. */
export const createPagesApp = (deps: PagesDeps): HttpApp => {
  const images = [...CODE_IMAGE_HOSTS, ...deps.outboundHosts]
  const app = createHttpApp({ styles: [STYLE_HASH], scripts: ["'self'"], workers: ['blob:'], images }, showProblem)
  const campaign = campaignShown(deps)
  app.get('/', async (c) => answer(c, homePage(await shownDemos(deps))))
  app.get('/demo/:campaignId', async (c) => answer(c, landingPage(await campaign(c), c)))
  app.get('/demo/:campaignId/apply', async (c) => {
    const found = await campaign(c)
    const [product] = found.settings.application?.products ?? []
    if (!product)
      throw new Problem('applications_not_offered', 'Write products into application.products of the campaign.')
    return answer(c, applyPage(found, product))
  })
  app.get('/thanks/:campaignId', async (c) => {
    const { settings } = await campaign(c)
    const outcome = c.req.query('outcome') === 'rejected' ? 'rejected' : 'accepted'
    return answer(c, thanksPage(settings, outcome, langOf(c.req.query('lang'))))
  })
  app.get('/sdk/:file', sdkFile)
  app.get('/problems/:code', (c) => {
    const code = PROBLEM_CODES.find((known) => known === c.req.param('code'))
    if (code === undefined) throw new Problem('route_not_found', 'No problem has this code.')
    return answer(c, explanationPage(code))
  })
  mount(app, deps, getHealth, handleGetHealth(deps))
  return app
}
