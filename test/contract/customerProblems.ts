import { APPLICANT, REGISTRATION, RULES } from '../harness/applicationSamples.ts'
import type { Reply } from '../harness/client.ts'
import { phoneNumber, submission } from '../harness/samples.ts'
import { type Ask, unique } from './asking.ts'
import { GOOD_OF_CUSTOMER, PLAIN, WHOLE } from './customer.ts'
import type { World } from './world.ts'

type Provoke = () => Promise<Reply>
type Means = {
  world: () => World
  /** A token of any lead that proves its phone. */
  tokenFor: (leadId: string, at: string) => Promise<string>
  withFault: (provider: string, ask: Provoke) => Promise<Reply>
}

/** Provokes the problems of the rules about applications. */
export const customerProblems = ({ world, tokenFor, withFault }: Means): Record<string, Provoke> => {
  const asked = (operation: string, change: Partial<Ask> = {}): Promise<Reply> => {
    const make = GOOD_OF_CUSTOMER[operation]
    if (!make) throw new Error(`no good request is known for ${operation}`)
    return world().ask({ ...make(world()), ...change })
  }

  /** An operation about another application. */
  const about = (id: string, operation: string, change: Partial<Ask> = {}): Promise<Reply> => {
    const make = GOOD_OF_CUSTOMER[operation]
    const { path = '', ...ask } = make?.(world()) ?? {}
    return world().ask({ method: '', ...ask, path: path.replace(/ap_[a-z2-7]{20}/, id), ...change })
  }

  const draft = async (body: object = PLAIN): Promise<string> =>
    ((await asked('createApplication', { body })).json() as { applicationId: string }).applicationId

  /** A draft that can be checked. */
  const filledIn = async (): Promise<string> => {
    const id = await draft(WHOLE)
    await about(id, 'patchApplication', { body: { applicant: APPLICANT } })
    return id
  }

  const verified = async (): Promise<string> => {
    const id = await filledIn()
    await about(id, 'reviewIdentity', { body: { verdict: 'passed', reason: 'seen at the counter' } })
    return id
  }

  /** Begins an application for a lead that never registered, of a campaign of its own. */
  const asNewLead = async (application: typeof RULES | undefined): Promise<Reply> => {
    const path = `/v1/campaigns/${await world().newCampaign({ ...(application && { application }) })}/leads`
    const captured = await world().ask({ method: 'POST', path, body: submission(phoneNumber(79)) })
    const { leadId } = captured.json() as { leadId: string }
    const key = await tokenFor(leadId, new Date().toISOString())
    return asked('createApplication', { path: `/v1/leads/${leadId}/applications`, key })
  }

  const submitted = () => world().customer.submitted
  const declined = { decisionId: 'refusal', kind: 'declined', at: '2026-11-25T08:00:00.000Z', reasonCode: 'policy' }

  return {
    'createApplication idempotency_key_reused': async () => {
      const headers = { 'idempotency-key': `"${unique('key')}"` }
      await asked('createApplication', { headers })
      return asked('createApplication', { headers, body: WHOLE })
    },
    'createApplication not_registered': () => asNewLead(RULES),
    'createApplication applications_not_offered': () => asNewLead(undefined),
    'patchApplication validation_failed': () => asked('patchApplication', { body: { amountFen: -1 } }),
    'patchApplication version_required': () => asked('patchApplication', { headers: {} }),
    'patchApplication version_stale': () => asked('patchApplication', { headers: { 'if-match': '"7"' } }),
    'patchApplication application_submitted': () => about(submitted(), 'patchApplication'),
    'submitApplication validation_failed': async () => about(await draft(), 'submitApplication'),
    'startIdentityCheck validation_failed': () => asked('startIdentityCheck', { body: { redirectUrl: 'nowhere' } }),
    'startIdentityCheck identity_check_not_offered': async () => {
      const products = RULES.products.map((product) => ({
        ...product,
        identity: { ...product.identity, faceCheck: false },
      }))
      const campaignId = await world().newCampaign({ registration: REGISTRATION, application: { products } })
      const { filledIn, leadToken: key } = await world().newCustomer(campaignId, phoneNumber(1_000_001))
      return about(filledIn, 'startIdentityCheck', { key })
    },
    'startIdentityCheck application_submitted': () => about(submitted(), 'startIdentityCheck'),
    'startIdentityCheck identity_verified': async () => about(await verified(), 'startIdentityCheck'),
    'startIdentityCheck too_many_tries': async () => {
      const id = await filledIn()
      for (let failure = 0; failure < 5; failure++) await about(id, 'reviewIdentity')
      return about(id, 'startIdentityCheck')
    },
    'startIdentityCheck provider_unavailable': async () => {
      const id = await filledIn()
      return withFault('tencent_cloud', () => about(id, 'startIdentityCheck'))
    },
    'reviewIdentity identity_verified': async () => about(await verified(), 'reviewIdentity'),
    'decideApplication application_not_submitted': async () => about(await draft(), 'decideApplication'),
    'decideApplication decision_impossible': async () => {
      await asked('decideApplication', { body: declined })
      const body = { decisionId: 'draw', kind: 'disbursed', at: '2026-11-25T09:00:00.000Z', amountFen: 100 }
      return asked('decideApplication', { body })
    },
    'decideApplication decision_id_reused': async () => {
      await asked('decideApplication', { body: declined })
      return asked('decideApplication', { body: { ...declined, reasonCode: 'other' } })
    },
    'takeHandOff hand_off_invalid': () => asked('takeHandOff', { body: { handOffToken: 'nonsense' } }),
  }
}
