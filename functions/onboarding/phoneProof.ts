import { timingSafeEqual } from 'node:crypto'
import { Problem } from '../../shared/contract/problem.ts'
import type { RegistrationRequest } from '../../shared/contract/registration.ts'
import type { Lead } from '../../shared/domain/lead.ts'
import { isSpent, type SentCode, sendWait } from '../../shared/domain/phoneCode.ts'
import { asking } from '../../shared/runtime/providerProblem.ts'
import { validationProblem } from '../../shared/runtime/validation.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'
import { phoneCodeHash, phoneCodeIndex } from '../../shared/security/phoneCode.ts'
import type { OnboardingDeps } from './deps.ts'
import { miniProgramProblem } from './miniProgramProblem.ts'
import { campaignOf, leftPhone, OTHER_PHONE, phoneOf } from './ownLead.ts'
import { connectionFor } from './registrationWay.ts'

/**
 * That the sender holds the phone of the lead. A code that was used before has `provedAt`, when it was: it proves that the
 * same request was sent again, and nothing more.
 */
export type PhoneProof = {
  phone: string
  provedAt?: string | undefined
  code?: { index: string; sent: SentCode }
  wechatCode?: string
}

export const codeExpired = (): Problem => new Problem('code_expired', 'Ask for a new code and register with that.')

const tooManyTries = (sent: SentCode, now: number): Problem => {
  const seconds = Math.max(1, Math.ceil(sendWait(sent.sends, now) / 1000))
  return new Problem('too_many_tries', `Ask for a new code in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  })
}

/** Takes a try before the code is looked at, so that no more than the allowed tries ever are. */
const triedCode = async ({ phoneCodes, now }: OnboardingDeps, index: string, leadId: string): Promise<SentCode> => {
  const at = now().getTime()
  const tried = await phoneCodes.takeTry(index, leadId, at)
  if ('taken' in tried) return tried.taken
  throw isSpent(tried.refused, leadId, at) ? tooManyTries(tried.refused, at) : codeExpired()
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b))

const proveByCode = async (
  deps: OnboardingDeps,
  { leadId, code, phone }: { leadId: string; code: string; phone: string },
): Promise<PhoneProof> => {
  const ring = await deps.ring()
  const index = phoneCodeIndex(ring, phone)
  const sent = await triedCode(deps, index, leadId)
  if (!isSame(sent.codeHash, phoneCodeHash(ring, { phone, leadId, code })))
    throw new Problem('code_wrong', 'Look at the message again; after five tries a new code is needed.')
  return sent.usedAt === undefined ? { phone, code: { index, sent } } : { phone, provedAt: sent.usedAt }
}

type WechatCode = { code: string; appId: string; connection: string }

const refusedTap = (message: string): Problem =>
  validationProblem([{ pointer: '/wechatPhoneCode', code: 'phone_invalid', message }])

const readPhone = async (deps: OnboardingDeps, tapped: WechatCode): Promise<string> => {
  const { code, appId, connection } = tapped
  const reading = await asking(
    async () => (await deps.phoneReader(connection, appId)).read(code),
    (failure) => miniProgramProblem(connection, failure),
  )
  if (reading.status === 'read') return reading.phone
  if (reading.status === 'bad_code') throw codeExpired()
  throw refusedTap('must be of a mainland China mobile number')
}

const wechatIndex = (ring: KeyRing, leadId: string, appId: string, code: string): string =>
  blindIndex(ring, 'wechat-code', leadId, appId, code).toString('base64url')

/** WeChat reads a code once: one that registered this lead is known by its index. */
const proveByWechat = async (
  deps: OnboardingDeps,
  lead: Lead,
  { leadId, code, appId }: { leadId: string; code: string; appId: string },
): Promise<PhoneProof> => {
  const connection = connectionFor(await campaignOf(deps, lead), 'wechat')
  const wechatCode = wechatIndex(await deps.ring(), leadId, appId, code)
  const left = await leftPhone(deps, lead)
  if (left !== undefined && lead.registration?.wechatCode === wechatCode)
    return { phone: left, provedAt: lead.registration.at, wechatCode }
  const phone = await readPhone(deps, { code, appId, connection })
  if (left === undefined || phone === left) return { phone, wechatCode }
  throw refusedTap(OTHER_PHONE)
}

/**
 * Proves by the code in a registration that the sender holds the phone of the lead. Codes are bound to the lead that was
 * asked for (`leadId`), also when it goes on as another one. Ends in a problem when it does not.
 */
export const provePhone = async (
  deps: OnboardingDeps,
  lead: Lead,
  leadId: string,
  body: RegistrationRequest,
): Promise<PhoneProof> => {
  const { phoneCode, wechatPhoneCode = '', appId = '' } = body
  if (phoneCode === undefined) {
    if (body.phone !== undefined) await phoneOf(deps, lead, body.phone)
    return proveByWechat(deps, lead, { leadId, code: wechatPhoneCode, appId })
  }
  return proveByCode(deps, { leadId, code: phoneCode, phone: await phoneOf(deps, lead, body.phone) })
}
