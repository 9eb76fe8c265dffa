import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isSameSignature } from '../../security/sameSignature.ts'
import { jsonAnswer } from '../jsonAnswer.ts'
import { parseJson } from '../parseJson.ts'
import { Id, type LeadReader, leadOf, type Push, text } from './leadReader.ts'

/**
 * The token and secret of leads.qq.com. Whether pushes are signed at all is not verified: without `requireSignature` one
 * that is not is taken, on the strength of the secret in the address.
 */
export type TencentLeadsAccount = { token?: string; secret?: string; requireSignature?: boolean }

const TOLERANCE_SECONDS = 300

type Algorithm = 'sha1' | 'sha256'
type Signed = { token: string; secret: string; timestamp: string; algorithm: Algorithm; nonce?: string }

/** The header `X-Signature` of leads.qq.com; the older form has no nonce. */
export const tencentLeadsSignature = ({ token, secret, timestamp, algorithm, nonce }: Signed): string => {
  const digest = createHash(algorithm).update(`${token}.${timestamp}.${secret}`).digest('hex')
  const parts = [token, timestamp, ...(nonce === undefined ? [] : [nonce]), digest]
  return Buffer.from(parts.join(',')).toString('base64')
}

const SHA1_CHARACTERS = 40

const isSigned = (header: string, token: string, secret: string, now: Date): boolean => {
  const parts = Buffer.from(header, 'base64').toString().split(',')
  const [timestamp = '', digest = ''] = [parts[1], parts.at(-1)]
  if (!/^\d{10}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const algorithm = digest.length === SHA1_CHARACTERS ? 'sha1' : 'sha256'
  const nonce = parts.length === 4 ? parts[2] : undefined
  return isSameSignature(tencentLeadsSignature({ token, secret, timestamp, algorithm, nonce }), header)
}

const isTrusted = ({ headers, now }: Push, { token, secret, requireSignature }: TencentLeadsAccount): boolean => {
  const header = headers.get('x-signature')
  if (header === null || token === undefined || secret === undefined) return requireSignature !== true
  return isSigned(header, token, secret, now)
}

/** Pushes and the lead API call the phone by different names. */
const Pushed = z.object({
  leads_id: Id,
  leads_tel: text(40),
  leads_telephone: text(40),
  leads_name: text(50),
  account_id: Id,
  adgroup_id: Id,
  dynamic_creative_id: Id,
  page_id: Id,
  click_id: Id,
})

const fieldsIn = ({ body, headers }: Push): unknown =>
  headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    ? Object.fromEntries(new URLSearchParams(body))
    : parseJson(body)

/** Leads that leads.qq.com pushes, as JSON or as a form. */
export const tencentAdsLeads: LeadReader<TencentLeadsAccount> = {
  readPush(push, account) {
    if (!isTrusted(push, account)) return { refused: 'signature' }
    const pushed = Pushed.safeParse(fieldsIn(push)).data
    const phone = pushed?.leads_tel ?? pushed?.leads_telephone
    if (!pushed || (pushed.leads_id === undefined && phone === undefined)) return { refused: 'malformed' }
    const lead = leadOf({
      platform: 'tencent_ads',
      platformLeadId: pushed.leads_id,
      phone,
      name: pushed.leads_name,
      answers: {},
      account: pushed.account_id,
      ad: pushed.adgroup_id,
      creative: pushed.dynamic_creative_id,
      formId: pushed.page_id,
      clickId: pushed.click_id,
      isTest: false,
    })
    return { leads: [lead] }
  },

  answer: jsonAnswer({ code: 0, message: 'success', data: [{}] }),
}
