import * as z from 'zod'
import { md5Hex } from '../../../../../shared/platforms/digest.ts'
import type { FaultKind } from '../../faults.ts'
import type { SimulatorApp, World } from '../../world.ts'
import { BAIDU } from '../accounts.ts'
import { isTooOld, UNDOCUMENTED_WINDOW_DAYS } from '../attribution.ts'
import { clickedAt } from '../clickIds.ts'
import { type ConversionLedger, NEVER } from '../ledger.ts'

/** The real address of each path: the one that a click was told of is what is signed. */
const REAL = {
  '/baidu/ocpcapi/cb/actionCb': 'https://ocpc.baidu.com/ocpcapi/cb/actionCb',
  '/baidu/cb/actionCb': 'http://als.baidu.com/cb/actionCb',
} as const

/** The address that a click monitor is given for a click: what happened and its worth in fen are to be filled in. */
export const callbackUrl = (clickId: string): string =>
  `${REAL['/baidu/ocpcapi/cb/actionCb']}?a_type={{ATYPE}}&a_value={{AVALUE}}&ext_info=${clickId}`

const ACTIONS = [
  'activate',
  'register',
  'orders',
  'credit_granting',
  'apply',
  'payout',
  'follow_success',
  'key_action',
  'user_defined',
]
const JOIN_TYPES = ['imei', 'oaid', 'android_id', 'ip', 'idfa', 'caid', 'mac', 'bd_vid']

const [SIGN, DATA, TYPE_OR_VALUE, JOIN_TYPE] = [100, 101, 102, 105]

const Callback = z.object({
  a_type: z.enum(ACTIONS),
  a_value: z.string().regex(/^\d{1,12}$/),
  join_type: z.enum(JOIN_TYPES),
  ext_info: z.string().refine((id) => clickedAt(id) !== undefined),
})

const CODES: Readonly<Record<string, number>> = {
  a_type: TYPE_OR_VALUE,
  a_value: TYPE_OR_VALUE,
  join_type: JOIN_TYPE,
}

/** Whether `sign`, which comes last, is the MD5 of the real address before it and the key. */
const isSigned = (path: keyof typeof REAL, query: string): boolean => {
  const [signed, sign, ...others] = query.split('&sign=')
  return others.length === 0 && sign === md5Hex(`${REAL[path]}?${signed}${BAIDU.akey}`)
}

/** The address of app and feed clicks. No key tells a repeat: the same event sent again counts again. */
export const callbackRoutes = (app: SimulatorApp, { now }: World, conversions: ConversionLedger): void => {
  const codeOf = (path: keyof typeof REAL, url: URL, fault: FaultKind | undefined): number => {
    if (fault === 'refuse_signature' || !isSigned(path, url.search.slice(1))) return SIGN
    if (fault === 'ok_with_failure') return DATA
    const read = Callback.safeParse(Object.fromEntries(url.searchParams))
    if (!read.success) return CODES[String(read.error.issues[0]?.path[0])] ?? DATA
    const { ext_info: clickId, a_type: action } = read.data
    conversions.offer({
      key: `${clickId}/${action}`,
      action,
      attributedTo: 'click',
      knownFor: NEVER,
      ...(isTooOld(clickId, UNDOCUMENTED_WINDOW_DAYS, now()) && { withoutEffect: 'click_too_old' }),
      fields: read.data,
    })
    return 0
  }

  for (const path of ['/baidu/ocpcapi/cb/actionCb', '/baidu/cb/actionCb'] as const)
    app.get(path, (c) => c.json({ error_code: codeOf(path, new URL(c.req.url), c.get('fault')) }))
}
