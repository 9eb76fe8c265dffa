import { submission } from '../../harness/samples.ts'
import { CAMPAIGN, type Place, PRODUCT } from './place.ts'

export const STEPS = ['registration', 'submission', 'decision'] as const
export type Step = (typeof STEPS)[number]

export type Customer = { n: number; leadId: string; token: string; code: string; applicationId: string }

/** Somebody who left a contact and was sent a code. */
export const newCustomer = async ({ capture, onboarding, codeOf }: Place, n: number): Promise<Customer> => {
  const phone = `136${String(n).padStart(8, '0')}`
  const path = `/v1/campaigns/${CAMPAIGN}/leads`
  const { leadId = '', leadToken: token = '' } = await capture({
    status: 201,
    method: 'POST',
    path,
    n,
    body: submission(phone),
  })
  await onboarding({ status: 202, method: 'POST', path: `/v1/leads/${leadId}/phone-codes`, token, n, body: {} })
  return { n, leadId, token, code: await codeOf(phone), applicationId: '' }
}

/** What each step does for a customer. */
export const WORK: Readonly<Record<Step, (place: Place, customer: Customer) => Promise<void>>> = {
  registration: async ({ onboarding }, customer) => {
    const { n, leadId, token, code } = customer
    const body = { phoneCode: code, business: { name: '示例商贸有限公司', contactName: '张三' } }
    const path = `/v1/leads/${leadId}/registration`
    const { leadToken = '' } = await onboarding({ status: 201, method: 'POST', path, token, n, body })
    customer.token = leadToken
  },
  submission: async ({ onboarding }, { n, token, applicationId }) => {
    await onboarding({ status: 200, method: 'POST', path: `/v1/applications/${applicationId}/submission`, token, n })
  },
  decision: async ({ onboarding, operatorKey: token }, { n, applicationId }) => {
    const at = new Date().toISOString()
    const body = { decisionId: `${applicationId}-1`, kind: 'credited', at, limitFen: 2_000_000, aprBps: 600 }
    await onboarding({
      status: 200,
      method: 'POST',
      path: `/v1/applications/${applicationId}/decisions`,
      token,
      n,
      body,
    })
  },
}

/** A draft with everything in it, for what comes after registration. */
export const prepare = async ({ onboarding }: Place, customer: Customer): Promise<void> => {
  const { n, leadId, token } = customer
  const draft = { product: PRODUCT, amountFen: 3_000_000, termMonths: 12 }
  const path = `/v1/leads/${leadId}/applications`
  const { applicationId = '' } = await onboarding({ status: 201, method: 'POST', path, token, n, body: draft })
  const body = { applicant: { name: '张三' } }
  await onboarding({
    status: 200,
    method: 'PATCH',
    path: `/v1/applications/${applicationId}`,
    token,
    n,
    body,
    ifMatch: '"1"',
  })
  customer.applicationId = applicationId
}
