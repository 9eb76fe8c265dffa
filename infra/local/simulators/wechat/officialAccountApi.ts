import * as z from 'zod'
import { openidOf, type People } from '../people/people.ts'
import { qrImage, SVG } from '../qrImage.ts'
import type { SimulatorApp, World } from '../world.ts'
import { bodyOf, refused } from './answers.ts'
import { OFFICIAL_ACCOUNT } from './app.ts'
import type { QrCodes } from './qrCodes.ts'
import type { AppTokens } from './tokenApi.ts'

const AnyObject = z.record(z.string(), z.unknown())

/** What the account may know of a person; of one who does not follow, next to nothing. */
const userInfo = (people: People, openid: string | undefined): object => {
  const person = people.find((each) => openidOf(each, OFFICIAL_ACCOUNT.appId) === openid)
  if (!person) return refused(40003)
  const { unionid, follow } = person
  if (!follow) return { subscribe: 0, openid, unionid }
  const from = follow.scene === undefined ? 'ADD_SCENE_WECHAT_ADVERTISEMENT' : 'ADD_SCENE_QR_CODE'
  const times = { subscribe_time: Math.floor(follow.since.getTime() / 1000), subscribe_scene: from }
  return { subscribe: 1, openid, unionid, language: 'zh_CN', ...times, qr_scene_str: follow.scene ?? '' }
}

/** WeChat's server API for an official account: QR codes, and who follows. */
export const officialAccountApi = (
  app: SimulatorApp,
  { now, people, codes: made }: World,
  { tokens, codes }: { tokens: AppTokens; codes: QrCodes },
): void => {
  const create = (body: string): object => {
    const created = codes.create(bodyOf(body, AnyObject))
    if ('errcode' in created) return created
    const { ticket, scene, url } = created.code
    made.add({ kind: 'official_account', code: ticket, carries: scene, url, at: now().toISOString() })
    return created.answer
  }
  const guarded = (answer: Parameters<AppTokens['guarded']>[1]) => tokens.guarded(OFFICIAL_ACCOUNT, answer)
  app.post(
    '/wechat/cgi-bin/qrcode/create',
    guarded(async (c) => create(await c.req.text())),
  )
  app.get(
    '/wechat/cgi-bin/user/info',
    guarded((c) => userInfo(people, c.req.query('openid'))),
  )
  app.get('/wechat/cgi-bin/showqrcode', (c) => {
    const code = codes.find(c.req.query('ticket') ?? '')
    return code ? c.body(qrImage(code.url), 200, SVG) : c.body(null, 404)
  })
}
