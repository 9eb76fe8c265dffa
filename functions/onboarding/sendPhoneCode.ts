import type { Context } from 'hono'
import type * as z from 'zod'
import type { Problem } from '../../shared/contract/problem.ts'
import type { PhoneCodeRequest, sendPhoneCode } from '../../shared/contract/registration.ts'
import { isSpam } from '../../shared/domain/lead.ts'
import { PHONE_CODE, sendWait } from '../../shared/domain/phoneCode.ts'
import type { ProviderFailure } from '../../shared/providers/providerFailure.ts'
import { type HttpEnv, sourceAddressOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { asking, providerProblem } from '../../shared/runtime/providerProblem.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import { newPhoneCode, phoneCodeHash, phoneCodeIndex } from '../../shared/security/phoneCode.ts'
import { type Claim, claimSending, giveBack } from './codeClaim.ts'
import type { OnboardingDeps } from './deps.ts'
import { campaignOf, ownLead, phoneOf } from './ownLead.ts'
import { connectionFor, connectionMissing } from './registrationWay.ts'

type Request = Input<{ leadId: string }, undefined, z.output<typeof PhoneCodeRequest>>
type Reply = Answer<(typeof sendPhoneCode)['success']>

type Message = { connection: string; phone: string; code: string; claim: Claim; address: string }

/** A message that timed out may have arrived: it counts, and its code is good. Any other failed one does not count. */
const failed = async (
  deps: OnboardingDeps,
  { connection, claim, address }: Message,
  failure: ProviderFailure,
): Promise<Problem> => {
  if (failure.kind === 'timeout') return providerProblem(failure, PHONE_CODE.pauseSeconds)
  await giveBack(deps, claim, address)
  return failure.code === 'no_connection' ? connectionMissing('sms', connection) : providerProblem(failure)
}

const deliver = async (deps: OnboardingDeps, message: Message): Promise<void> => {
  const { connection, phone, code } = message
  await asking(
    async () => (await deps.smsSender(connection)).sendCode({ phone, code, minutes: PHONE_CODE.minutes }),
    (failure) => failed(deps, message, failure),
  )
}

export const handleSendPhoneCode =
  (deps: OnboardingDeps) =>
  async ({ params, body, principal }: Request, c: Context<HttpEnv>): Promise<Reply> => {
    const lead = await ownLead(deps, params.leadId, principal)
    const connection = connectionFor(await campaignOf(deps, lead), 'sms')
    // Bound to the lead that was asked for, also when it goes on as another one.
    const { leadId } = params
    const { campaignId } = lead
    const ring = await deps.ring()
    const phone = await phoneOf(deps, lead, body.phone)
    const code = newPhoneCode()
    const at = deps.now().getTime()
    const address = blindIndex(ring, 'phone-codes-of', sourceAddressOf(c)).toString('base64url')
    const codeHash = phoneCodeHash(ring, { phone, leadId, code })
    const claim = await claimSending(deps, { index: phoneCodeIndex(ring, phone), leadId, codeHash, at }, address)
    // A bot is told the same and costs nothing.
    if (!isSpam(lead.verdict)) await deliver(deps, { connection, phone, code, claim, address })
    note({ campaignId, leadId, outcome: 'code_sent' })
    const { goodUntil, sends } = claim.sent
    const resendAfterSeconds = Math.ceil(sendWait(sends, at) / 1000)
    return { status: 202, body: { expiresAt: new Date(goodUntil).toISOString(), resendAfterSeconds } }
  }
