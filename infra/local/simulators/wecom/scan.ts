import type { Context } from 'hono'
import * as z from 'zod'
import { Phone } from '../../../../shared/domain/phone.ts'
import { Repeats } from '../deliveries/how.ts'
import { optional } from '../formValue.ts'
import { donePage, GONE, scanPage } from '../people/scanPage.ts'
import type { SimulatorApp, World } from '../world.ts'
import type { ContactWays } from './contactWays.ts'
import type { Customers } from './customers.ts'

const Scan = z.object({ person: Phone, configId: optional(z.string()), state: optional(z.string().max(64)) })

const TITLE = '模拟微信：企业微信顾问'
const ADDED = '已添加顾问'
const FRIENDS_ALREADY = '此前已是好友，企业微信不会产生事件'

/** Where the code of a contact way leads. */
export const scanUrl = (origin: string, configId: string): string => `${origin}/_sim/wecom/scan?configId=${configId}`

/** The pages that a scanned contact way and an opened acquisition link show. */
export const scanRoutes = (
  app: SimulatorApp,
  { people }: World,
  { ways, add }: { ways: ContactWays; add: Customers['add'] },
): void => {
  const asked = (fields: Record<string, string>): string =>
    scanPage({
      title: TITLE,
      question: '是否添加客户经理为好友？',
      action: '/_sim/wecom/scan',
      fields,
      people: people.shown(),
      doing: ({ contacts }) => (contacts.size > 0 ? '再次添加' : '添加'),
    })
  const gone = (c: Context) => c.html(GONE, 404)
  app.get('/wecom/link/:linkId', (c) => c.html(asked({ state: c.req.query('customer_channel') ?? '' })))
  app.get('/_sim/wecom/scan', (c) => {
    const configId = c.req.query('configId') ?? ''
    return ways.find(configId) ? c.html(asked({ configId })) : gone(c)
  })
  app.post('/_sim/wecom/scan', async (c) => {
    const scan = Scan.safeParse(await c.req.parseBody())
    if (!scan.success) return gone(c)
    const { configId } = scan.data
    if (configId !== undefined && !ways.find(configId)) return gone(c)
    const { event } = await add({ ...Repeats.parse({}), ...scan.data })
    return c.html(donePage(TITLE, event === null ? FRIENDS_ALREADY : ADDED))
  })
}
