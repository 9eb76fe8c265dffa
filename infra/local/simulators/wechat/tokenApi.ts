import type { Context } from 'hono'
import * as z from 'zod'
import type { SimulatorApp, SimulatorEnv } from '../world.ts'
import { bodyOf, refused } from './answers.ts'
import { type App, MINI_PROGRAM, OFFICIAL_ACCOUNT } from './app.ts'
import { accessTokens } from './tokens.ts'

const StableToken = z.object({
  grant_type: z.literal('client_credential'),
  appid: z.string(),
  secret: z.string(),
  force_refresh: z.boolean().default(false),
})

/** The app that an id and a secret are of, or the answer that refuses them. */
export const appOf = (
  appId: string | undefined,
  secret: string | undefined,
): { app: App } | ReturnType<typeof refused> => {
  const app = [MINI_PROGRAM, OFFICIAL_ACCOUNT].find((each) => each.appId === appId)
  if (!app) return refused(40013)
  return app.appSecret === secret ? { app } : refused(40125)
}

/** The access tokens of both apps, none good for the other. */
export const appTokens = (now: () => Date) => {
  const tokens = { [MINI_PROGRAM.appId]: accessTokens(now), [OFFICIAL_ACCOUNT.appId]: accessTokens(now) }
  return {
    serve: (app: SimulatorApp): void => {
      app.post('/wechat/cgi-bin/stable_token', async (c) => {
        const body = bodyOf(await c.req.text(), StableToken)
        if (!body) return c.json(refused(40002))
        const known = appOf(body.appid, body.secret)
        return c.json('app' in known ? tokens[known.app.appId].give(body.force_refresh) : known)
      })
    },

    /** Answers a call that an app's token is good for. */
    guarded:
      ({ appId }: App, answer: (c: Context<SimulatorEnv>) => object | Promise<object>) =>
      async (c: Context<SimulatorEnv>): Promise<Response> => {
        const isRefused = c.get('fault') === 'refuse_signature'
        const problem = isRefused ? 40001 : tokens[appId].problem(c.req.query('access_token'))
        return c.json(problem ? refused(problem) : await answer(c))
      },

    /** As when somebody else forces a renewal. */
    revoke: (): void => {
      for (const each of Object.values(tokens)) each.revoke()
    },
  }
}

export type AppTokens = ReturnType<typeof appTokens>
