import { TENCENT_ADS } from '../accounts.ts'
import { clickedAt } from '../clickIds.ts'
import type { TencentCode } from './answers.ts'

/** Base64 with characters that are lost when an address is decoded twice. */
const [BEFORE, AFTER] = ['xXx+', '=']

/** The address that a click monitor is given for a click. */
export const callbackUrl = (clickId: string): string =>
  `https://api.e.qq.com/v3.0/user_actions/add?${new URLSearchParams({
    cb: BEFORE + clickId + AFTER,
    conv_id: TENCENT_ADS.conversionId,
  })}`

/** The click of a callback, or the code of what is wrong with it. */
export const clickOfCallback = (cb: string, conversionId: string | undefined): { clickId: string } | TencentCode => {
  const isWhole = cb.startsWith(BEFORE) && cb.endsWith(AFTER) && /^[\w+-]+=$/.test(cb)
  if (!isWhole) return 20006
  const clickId = cb.slice(BEFORE.length, -AFTER.length)
  if (clickedAt(clickId) === undefined) return 20001
  return conversionId === TENCENT_ADS.conversionId ? { clickId } : 20002
}
