import * as z from 'zod'
import { Phone } from '../../../../shared/domain/phone.ts'
import { Shapes } from '../deliveries/how.ts'
import { donePage, GONE, scanPage } from '../people/scanPage.ts'
import type { SimulatorApp, World } from '../world.ts'
import type { Followers } from './followers.ts'
import type { QrCodes } from './qrCodes.ts'

const Scan = z.object({ person: Phone, ticket: z.string() })

const TITLE = '模拟微信：公众号'

const WORDS: Readonly<Record<string, string>> = { subscribe: '已关注公众号', SCAN: '已进入公众号（此前已关注）' }

/** Where the codes of the official account lead. */
export const scanUrl = (origin: string, ticket: string): string =>
  `${origin}/_sim/scan?ticket=${encodeURIComponent(ticket)}`

/** The page that a scanned code of the official account opens. */
export const scanRoutes = (
  app: SimulatorApp,
  { people }: World,
  { codes, follow }: { codes: QrCodes; follow: Followers['follow'] },
): void => {
  const asked = (ticket: string): string =>
    scanPage({
      title: TITLE,
      question: '此二维码属于公众号“拓客演示”，是否关注？',
      action: '/_sim/scan',
      fields: { ticket },
      people: people.shown(),
      doing: (person) => (person.follow ? '已关注，进入公众号' : '关注'),
    })
  app.get('/_sim/scan', (c) => {
    const ticket = c.req.query('ticket') ?? ''
    return codes.find(ticket) ? c.html(asked(ticket)) : c.html(GONE, 404)
  })
  app.post('/_sim/scan', async (c) => {
    const scan = Scan.safeParse(await c.req.parseBody())
    const ticket = scan.data?.ticket ?? ''
    if (!scan.success || !codes.find(ticket)) return c.html(GONE, 404)
    const { event } = await follow({ ...Shapes.parse({}), person: scan.data.person, code: ticket })
    return c.html(donePage(TITLE, WORDS[String(event)] ?? ''))
  })
}
