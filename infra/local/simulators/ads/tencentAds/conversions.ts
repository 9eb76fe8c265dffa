import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import * as z from 'zod'
import { md5Hex, sha256Hex } from '../../../../../shared/platforms/digest.ts'
import { parseJson } from '../../../../../shared/platforms/parseJson.ts'
import type { SimulatorApp, SimulatorEnv, World } from '../../world.ts'
import { TENCENT_ADS } from '../accounts.ts'
import { attributedTo, isTooOld, UNDOCUMENTED_WINDOW_DAYS } from '../attribution.ts'
import { type ConversionLedger, FOR_GOOD } from '../ledger.ts'
import { Action, ActionByClick } from './action.ts'
import { DONE, refusal } from './answers.ts'
import { clickOfCallback } from './callback.ts'
import { type Caller, callers } from './caller.ts'
import type { OauthTokens } from './oauth.ts'

const MOST_ACTIONS = 50
const MOST_BYTES = 50 * 1024

const Digits = z.union([z.int(), z.string().regex(/^\d{1,19}$/)]).transform(String)

/** Without an account or data source: the callback knows them. */
const ByCallback = z.strictObject({ actions: z.array(Action).min(1).max(MOST_ACTIONS) })

const ByClick = z.strictObject({
  account_id: Digits,
  user_action_set_id: Digits,
  actions: z.array(ActionByClick).min(1).max(MOST_ACTIONS),
})

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inside, name) => (inside as Record<PropertyKey, unknown> | undefined)?.[name], value)

const problemOf = ({ issues: [issue] }: z.ZodError, sent: unknown) => {
  const path = issue?.path ?? []
  if (issue?.code === 'too_big' && issue.origin === 'array') return refusal(64022, path.join('.'))
  return refusal(valueAt(sent, path) === undefined ? 18001 : 34109, path.join('.'))
}

/** `user_actions/add`: all of a request is taken or none. */
export const conversionRoutes = (
  app: SimulatorApp,
  { now, people }: World,
  tokens: OauthTokens,
  conversions: ConversionLedger,
): void => {
  const problemWith = callers(now, tokens)

  const take = (action: Action, callbackClick?: string): void => {
    const { outer_action_id = randomUUID(), action_type, user_id = {}, trace } = action
    const clickId = callbackClick ?? trace?.click_id
    const { sha256_phone, hash_phone } = user_id
    const byDigest = sha256_phone ? { phones: [sha256_phone], digest: sha256Hex } : undefined
    const byOlder = hash_phone ? { phones: [hash_phone], digest: md5Hex } : undefined
    const isLate = isTooOld(clickId, UNDOCUMENTED_WINDOW_DAYS, now())
    conversions.offer({
      key: `${TENCENT_ADS.userActionSetId}/${outer_action_id}/${action_type}`,
      action: action_type,
      attributedTo: attributedTo(people, { clickId, ...(byDigest ?? byOlder) }),
      knownFor: FOR_GOOD,
      ...(isLate && { withoutEffect: 'click_too_old' }),
      fields: action,
    })
  }

  const answered = async (
    c: Context<SimulatorEnv>,
    caller: Caller,
    work: (body: unknown) => object,
  ): Promise<Response> => {
    const fault = c.get('fault')
    const problem = problemWith(caller, fault)
    if (problem !== undefined) return c.json(refusal(problem))
    if (fault === 'ok_with_failure') return c.json(refusal(10000))
    if (fault === 'whole_batch') return c.json(refusal(34109, 'actions'))
    const text = await c.req.text()
    const body = parseJson(text)
    if (body === undefined) return c.json(refusal(12003))
    return c.json(Buffer.byteLength(text) > MOST_BYTES ? refusal(34109, 'actions') : work(body))
  }

  const byCallback = (cb: string, conversionId: string | undefined) => (sent: unknown) => {
    const click = clickOfCallback(cb, conversionId)
    if (typeof click === 'number') return refusal(click)
    const body = ByCallback.safeParse(sent)
    if (!body.success) return problemOf(body.error, sent)
    for (const action of body.data.actions) take(action, click.clickId)
    return DONE
  }

  const byClick = (sent: unknown) => {
    const body = ByClick.safeParse(sent)
    if (!body.success) return problemOf(body.error, sent)
    if (body.data.account_id !== TENCENT_ADS.accountId) return refusal(20004)
    if (body.data.user_action_set_id !== TENCENT_ADS.userActionSetId) return refusal(20003)
    for (const action of body.data.actions) take(action)
    return DONE
  }

  app.on('POST', ['/tencent_ads/v3.0/user_actions/add', '/tencent_ads/conv'], (c) => {
    const asked = (name: string) => c.req.query(name) ?? ''
    const told = (name: string) => c.req.header(name) ?? ''
    const cb = c.req.query('cb')
    if (cb === undefined && !c.req.path.endsWith('/conv')) {
      const caller = { accessToken: asked('access_token'), timestamp: asked('timestamp'), nonce: asked('nonce') }
      return answered(c, caller, byClick)
    }
    const caller = { accessToken: told('access-token'), timestamp: told('timestamp'), nonce: told('nonce') }
    return answered(c, caller, byCallback(cb ?? '', c.req.query('conv_id')))
  })
}
