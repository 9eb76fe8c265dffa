import type { Context } from 'hono'
import type * as z from 'zod'
import type { getTimeline, LeadSummary, listLeads, Timeline } from '../../shared/contract/leads.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { dayOf } from '../../shared/domain/day.ts'
import type { JournalEntry } from '../../shared/domain/journal.ts'
import type { Lead, PersonalData } from '../../shared/domain/lead.ts'
import { maskName, maskPhone, maskText } from '../../shared/domain/mask.ts'
import { personOf } from '../../shared/leads/personOf.ts'
import { cursorOf, placeOf } from '../../shared/runtime/cursor.ts'
import { type HttpEnv, requestIdOf } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { operatorIdOf, type Principal, requireScope } from '../../shared/runtime/principal.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import { leadKey } from '../../shared/store/keys.ts'
import type { OperationsDeps } from './deps.ts'
import { conversionsOf, type LedgerLook } from './leadConversions.ts'

type ListQuery = { campaign: string; day: string; limit: number; cursor?: string | undefined }

const masked = ({ phone, name, company, answers }: PersonalData): PersonalData => ({
  ...(phone !== undefined && { phone: maskPhone(phone) }),
  ...(name !== undefined && { name: maskName(name) }),
  ...(company !== undefined && { company: maskText(company) }),
  ...(answers && { answers: Object.fromEntries(Object.keys(answers).map((field) => [field, '***'])) }),
})

const summaryOf = (lead: Lead, { phone, name, company }: PersonalData): LeadSummary => {
  const { leadId, campaignId, mode, verdict, receivedAt, milestones, dimensions } = lead
  const contact = {
    ...(phone !== undefined && { phone }),
    ...(name !== undefined && { name }),
    ...(company !== undefined && { company }),
  }
  return { leadId, campaignId, mode, verdict, receivedAt, milestones, attribution: dimensions, contact }
}

/** The leads of a campaign day, masked, newest first. */
export const listedLeads = async (
  { roster, leads, ring }: OperationsDeps,
  { campaign, day, limit, cursor }: ListQuery,
): Promise<{ items: LeadSummary[]; cursor?: string }> => {
  const places = await roster.list(campaign, day, limit, placeOf(cursor))
  const found = new Map((await leads.findAll(places.map(({ leadId }) => leadId))).map((lead) => [lead.leadId, lead]))
  const keyRing = await ring()
  const items = await Promise.all(
    places
      .flatMap(({ leadId }) => found.get(leadId) ?? [])
      .map(async (lead) => summaryOf(lead, masked(await personOf(keyRing, lead)))),
  )
  const last = places.length === limit ? places.at(-1) : undefined
  return { items, ...(last && { cursor: cursorOf(last.place) }) }
}

export const handleListLeads =
  (deps: OperationsDeps) =>
  async ({ query }: Input<undefined, ListQuery, undefined>): Promise<Answer<(typeof listLeads)['success']>> => {
    if (!(await deps.campaigns.find(query.campaign))) throw new Problem('campaign_not_found', 'Check the campaign id.')
    return { status: 200, body: await listedLeads(deps, query) }
  }

/** The record that somebody looked at personal data in the clear. */
const unmaskEntry = (lead: Lead, principal: Principal, requestId: string, at: string): JournalEntry => ({
  eventId: eventIdOf('contact.unmasked', lead.leadId, requestId),
  type: 'contact.unmasked',
  at,
  campaignId: lead.campaignId,
  mode: lead.mode,
  eventDay: dayOf(at, lead.timezone),
  cohortDay: lead.cohortDay,
  dimensions: lead.dimensions,
  counts: [],
  details: { keyId: operatorIdOf(principal) },
})

type Look = { unmask: boolean; operator: Principal; requestId: string }

/** Everything recorded about a lead. Shown in the clear it leaves a journal entry first. */
export const timelineOf = async (
  { journal, ring, now }: OperationsDeps,
  lead: Lead,
  { unmask, operator, requestId }: Look,
): Promise<z.infer<typeof Timeline>> => {
  const { pk } = leadKey(lead.leadId)
  if (unmask) await journal.append(pk, unmaskEntry(lead, operator, requestId, now().toISOString()))
  const data = await personOf(await ring(), lead)
  const shown = unmask ? data : masked(data)
  const { addressIndex, ...consent } = lead.consent
  const entries = (await journal.entries(pk)).map(({ eventId, type, at, counts, details }) => ({
    eventId,
    type,
    at,
    counts,
    ...(details && { details }),
  }))
  note({ leadId: lead.leadId, outcome: unmask ? 'unmasked' : 'masked' })
  const { touch, firstTouch } = lead
  return { ...summaryOf(lead, shown), answers: shown.answers, consent, touch, firstTouch, entries }
}

export const handleGetTimeline =
  (deps: OperationsDeps & LedgerLook) =>
  async (
    { params, query, principal }: Input<{ leadId: string }, { unmask: 'true' | 'false' }, undefined>,
    c: Context<HttpEnv>,
  ): Promise<Answer<(typeof getTimeline)['success']>> => {
    const unmask = query.unmask === 'true'
    if (unmask) requireScope(principal, 'pii:read')
    const lead = await deps.leads.find(params.leadId)
    if (!lead) throw new Problem('lead_not_found', 'Check the lead id in the address.')
    const timeline = await timelineOf(deps, lead, { unmask, operator: principal, requestId: requestIdOf(c) })
    return { status: 200, body: { ...timeline, conversions: await conversionsOf(deps, lead) } }
  }
