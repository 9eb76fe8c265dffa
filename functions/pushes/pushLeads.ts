import type { Context } from 'hono'
import { Problem } from '../../shared/contract/problem.ts'
import { PartnerId } from '../../shared/domain/partner.ts'
import type { Push, PushedLead } from '../../shared/platforms/leads/leadReader.ts'
import { readText } from '../../shared/runtime/body.ts'
import { type HttpEnv, requestIdOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { asking, providerProblem } from '../../shared/runtime/providerProblem.ts'
import { blindIndex } from '../../shared/security/blindIndex.ts'
import type { PushesDeps } from './deps.ts'
import { campaignOf, type FormParams } from './hostedForm.ts'
import { keepPushed } from './keepPushed.ts'
import { LEAD_FORMS, type LeadForm } from './leadForms.ts'

const REFUSALS = {
  signature: () => new Problem('signature_invalid', 'Sign with the secrets that the connection has.'),
  malformed: () => new Problem('malformed_body', 'Send the lead as the platform documents it, with its id.'),
}

const leadsIn = ({ read }: LeadForm, push: Push): PushedLead[] => {
  const found = read(push)
  if ('leads' in found) return found.leads
  note({ reason: found.refused })
  throw REFUSALS[found.refused]()
}

/** All are taken that can be, before the first failure is told: those that were taken are known when they come again. */
const eachOf = async (leads: readonly PushedLead[], take: (lead: PushedLead) => Promise<void>): Promise<void> => {
  const outcomes = await Promise.allSettled(leads.map(take))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

export const handlePushLeads =
  (deps: PushesDeps) =>
  async (
    { params }: Input<FormParams, undefined, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<Record<never, never>>> => {
    const campaign = await campaignOf(deps, params)
    const form = await LEAD_FORMS[params.platform](deps, campaign)
    const now = deps.now()
    const body = await readText(c.req.raw)
    const ring = await deps.ring()
    await eachOf(leadsIn(form, { body, headers: c.req.raw.headers, now }), async (told) => {
      const lead = await asking(() => form.complete(told), providerProblem)
      // A lead without an id is known by all that was sent of it.
      const id = lead.platformLeadId ?? blindIndex(ring, 'push', body).toString('base64url')
      const partnerId = PartnerId.safeParse(c.req.query('partner')).data
      await keepPushed(deps, campaign, { lead, id, partnerId, requestId: requestIdOf(c), at: now.toISOString() })
    })
    const { answer } = form
    return c.body(answer.body, answer.status, { 'content-type': answer.contentType })
  }
