import { MINI_PROGRAM } from '../../infra/local/simulators/wechat/app.ts'
import type { ApplicationView } from '../../shared/contract/applications.ts'
import type { Scope } from '../../shared/contract/scope.ts'
import { APPLICANT, RULES } from './applicationSamples.ts'
import type { Reply } from './client.ts'
import { send } from './client.ts'
import { type Call, startOnboarding } from './onboarding.ts'
import { phoneNumber } from './samples.ts'

/** Somebody who registered, with the token that proves it. */
export type Customer = { leadId: string; leadToken: string; phone: string }

let made = 0

/** The onboarding function with a campaign `apply` that takes applications, and everything on the way to one. */
export const startApplying = async () => {
  const on = await startOnboarding()
  await on.newCampaign('apply', { application: RULES })

  const newCustomer = async (campaignId = 'apply'): Promise<Customer> => {
    const phone = phoneNumber(7_000 + ++made)
    const visit = await on.newLead(campaignId, phone)
    const { appId } = MINI_PROGRAM
    const business = { name: '示例商贸有限公司', contactName: '欧阳金丝雀' }
    const registered = await on.register(visit, {
      wechatPhoneCode: await on.outside.tap(phone, { appId }),
      appId,
      business,
    })
    if (registered.status !== 201) throw new Error(`not registered: ${registered.text}`)
    return { leadId: visit.leadId, leadToken: registered.json().leadToken, phone }
  }

  const newKey = async (...scopes: Scope[]): Promise<string> => {
    const body = { name: `key ${++made}`, scopes }
    const reply = await send(on.host.url, 'POST', '/v1/keys', { body, key: on.host.operatorKey() })
    return (reply.json() as { key: string }).key
  }

  const begin = ({ leadId, leadToken: key }: Customer, body: object, headers?: Call['headers']): Promise<Reply> =>
    on.call('POST', `/v1/leads/${leadId}/applications`, { key, body, headers })

  const at = (applicationId: string, step = '') => `/v1/applications/${applicationId}${step}`

  const patch = (id: string, { leadToken: key }: Customer, version: number, body: object): Promise<Reply> =>
    on.call('PATCH', at(id), { key, body, headers: { 'if-match': `"${version}"` } })

  const submit = (id: string, { leadToken: key }: Customer): Promise<Reply> =>
    on.call('POST', at(id, '/submission'), { key })

  const view = async (id: string, key: string): Promise<ApplicationView> => {
    const reply = await on.call('GET', at(id), { key })
    if (reply.status !== 200) throw new Error(`cannot be seen: ${reply.text}`)
    return reply.json() as ApplicationView
  }

  /** A draft of the plain product, filled in and handed in. */
  const submitted = async (customer: Customer, headers?: Call['headers']): Promise<string> => {
    const draft = await begin(customer, { product: 'plain', amountFen: 1_000_000, termMonths: 12 }, headers)
    const { applicationId, version } = draft.json() as ApplicationView
    await patch(applicationId, customer, version, { applicant: { name: APPLICANT.name } })
    const reply = await submit(applicationId, customer)
    if (reply.status !== 200) throw new Error(`not handed in: ${reply.text}`)
    return applicationId
  }

  /** Does something as much later, and comes back: the rest of the system knows no other time than now. */
  const later = async <Result>(seconds: number, work: () => Promise<Result>): Promise<Result> => {
    on.forward(seconds)
    return work().finally(() => on.forward(-seconds))
  }

  return { on, later, newCustomer, newKey, begin, at, patch, submit, view, submitted }
}

export type Applying = Awaited<ReturnType<typeof startApplying>>
