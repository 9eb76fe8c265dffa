import type { Context } from 'hono'
import * as z from 'zod'
import { qrImage, SVG } from '../qrImage.ts'
import { bodyOf, refused } from '../wechat/answers.ts'
import { accessTokens } from '../wechat/tokens.ts'
import type { SimulatorApp, SimulatorEnv, World } from '../world.ts'
import type { ContactWays } from './contactWays.ts'
import { CORP } from './corp.ts'
import { customerOf, externalUserIdOf } from './customerAnswers.ts'

const AnyObject = z.record(z.string(), z.unknown())
const INVALID_TOKEN = 40014

/** The codes of a token that is not given: no such company, or not its secret. */
const tokenRefusal = (corpId: string | undefined, secret: string | undefined): number | undefined => {
  if (corpId !== CORP.corpId) return 40013
  return secret === CORP.secret ? undefined : 40001
}

type Answer = (c: Context<SimulatorEnv>) => object | Promise<object>

const tokenService = ({ now }: World) => {
  const tokens = accessTokens(now, INVALID_TOKEN)
  return {
    give: (corpId: string | undefined, secret: string | undefined): object => {
      const refusal = tokenRefusal(corpId, secret)
      return refusal ? refused(refusal) : { errcode: 0, errmsg: 'ok', ...tokens.give(false) }
    },
    guarded:
      (answer: Answer) =>
      async (c: Context<SimulatorEnv>): Promise<Response> => {
        const isRefused = c.get('fault') === 'refuse_signature'
        const problem = isRefused ? INVALID_TOKEN : tokens.problem(c.req.query('access_token'))
        return c.json(problem ? refused(problem) : await answer(c))
      },
    revoke: tokens.revoke,
  }
}

/** Where the image of a contact way's code lies. */
export const imageUrl = (origin: string, configId: string): string => `${origin}/wecom/qr/${configId}`

/** WeCom's server API: tokens, contact ways and customers. */
export const wecomApi = (app: SimulatorApp, world: World, ways: ContactWays): void => {
  const { now, people, codes } = world
  const { give, guarded, revoke } = tokenService(world)

  const addContactWay = (body: string): object => {
    const created = ways.create(bodyOf(body, AnyObject))
    if ('errcode' in created) return created
    const { configId, state, url } = created.way
    codes.add({ kind: 'wecom', code: configId, carries: state, url, at: now().toISOString() })
    return created.answer
  }

  app.get('/wecom/cgi-bin/gettoken', (c) => c.json(give(c.req.query('corpid'), c.req.query('corpsecret'))))
  app.post(
    '/wecom/cgi-bin/externalcontact/add_contact_way',
    guarded(async (c) => addContactWay(await c.req.text())),
  )
  app.get(
    '/wecom/cgi-bin/externalcontact/get',
    guarded((c) => customerOf(people, c.req.query('external_userid'))),
  )
  app.post(
    '/wecom/cgi-bin/idconvert/unionid_to_external_userid',
    guarded(async (c) => externalUserIdOf(people, await c.req.text())),
  )
  app.get('/wecom/qr/:configId', (c) => {
    const way = ways.find(c.req.param('configId'))
    return way ? c.body(qrImage(way.url), 200, SVG) : c.body(null, 404)
  })
  app.delete('/_sim/wecom/tokens', (c) => {
    revoke()
    return c.body(null, 204)
  })
}
