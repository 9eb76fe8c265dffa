import { applicantOf, type Case } from '../../shared/cases/case.ts'
import type { ApplicationStanding, ApplicationView } from '../../shared/contract/applications.ts'
import {
  type Applicant,
  type Application,
  type Identity,
  type Missing,
  missingIn,
  statusOf,
} from '../../shared/domain/application.ts'
import { outcomeOf } from '../../shared/domain/decision.ts'
import { maskCard, maskIdNumber, maskName } from '../../shared/domain/mask.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import type { Principal } from '../../shared/runtime/principal.ts'
import type { KeyRing } from '../../shared/security/keyRing.ts'

const MESSAGES: Readonly<Record<Missing, string>> = {
  product: '所选产品已下架，请重新选择产品',
  name: '请填写姓名',
  idNumber: '请填写身份证号码',
  bankCard: '请填写收款银行卡',
  identityCheck: '请完成人脸核验',
}

const masked = ({ name, idNumber, bankCard }: Applicant): Applicant => ({
  ...(name !== undefined && { name: maskName(name) }),
  ...(idNumber !== undefined && { idNumber: maskIdNumber(idNumber) }),
  ...(bankCard !== undefined && { bankCard: maskCard(bankCard) }),
})

const identityStatus = ({ passed, pending, coolUntil, failures }: Identity, now: Date) => {
  if (passed) return 'passed'
  if (coolUntil !== undefined && coolUntil > now.toISOString()) return 'cooling'
  if (pending) return 'pending'
  return failures > 0 ? 'failed' : 'none'
}

const identityView = (identity: Identity, now: Date): ApplicationView['identity'] => ({
  status: identityStatus(identity, now),
  failures: identity.failures,
  ...(identity.passed && { at: identity.passed.at }),
  ...(identity.coolUntil !== undefined && { coolUntil: identity.coolUntil }),
})

const outcomeView = ({ submittedAt, decisions }: Application): Pick<ApplicationView, 'outcome'> => {
  if (submittedAt === undefined) return {}
  const { status, ...outcome } = outcomeOf(decisions)
  return { outcome }
}

/** Where an application stands, for whoever decides about it. */
export const standingOf = (application: Application): ApplicationStanding => {
  const { applicationId, leadId, customerId, campaignId, mode, version, decisions } = application
  return {
    ...{ applicationId, leadId, customerId, campaignId, mode, version },
    status: statusOf(application),
    ...outcomeView(application),
    decisions,
  }
}

/** How an application is shown, to whom, and whether in the clear. */
export type Shown = { ring: KeyRing; now: Date; principal: Principal; full?: boolean }

/** An application as its customer sees it; operators see the decisions too, and in the clear who applies. */
export const viewOf = async (one: Case, { ring, now, principal, full = false }: Shown): Promise<ApplicationView> => {
  const { application, lead, product } = one
  const { applicationId, leadId, customerId, campaignId, mode, version, amountFen, termMonths } = application
  const { createdAt, updatedAt, submittedAt, ttl, decisions, identity } = application
  const applicant = await applicantOf(ring, one)
  const person = full ? await personOf(ring, lead) : undefined
  return {
    ...{ applicationId, leadId, customerId, campaignId, mode, version, amountFen, termMonths },
    status: statusOf(application),
    product: application.product,
    applicant: full ? applicant : masked(applicant),
    ...(person && { phone: person.phone, business: person.business }),
    identity: identityView(identity, now),
    missing:
      submittedAt === undefined
        ? missingIn(application, product).map((field) => ({ field, message: MESSAGES[field] }))
        : [],
    ...outcomeView(application),
    ...(principal.kind === 'operator' && { decisions }),
    ...{ createdAt, updatedAt, submittedAt },
    ...(ttl !== undefined && { expiresAt: new Date(ttl * 1000).toISOString() }),
  }
}
