import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type * as z from 'zod'
import type { ReminderReceipt, ReminderRequest, setReminder } from '../../shared/contract/following.ts'
import { Problem } from '../../shared/contract/problem.ts'
import { isSpam, type Lead } from '../../shared/domain/lead.ts'
import type { HttpEnv } from '../../shared/runtime/http.ts'
import { note } from '../../shared/runtime/log.ts'
import type { Answer, Input } from '../../shared/runtime/mount.ts'
import { blindIndex, eventIdOf } from '../../shared/security/blindIndex.ts'
import type { OnboardingDeps } from './deps.ts'
import { ownLead } from './ownLead.ts'

type Body = z.output<typeof ReminderRequest>
type Receipt = z.output<typeof ReminderReceipt>
type Request = Input<{ leadId: string }, undefined, Body>
type Reply = Answer<(typeof setReminder)['success']>

const ID_BYTES = 16

/** Takes an answer, as often as it is sent with the same id. A bot is told the same and leaves nothing. */
const take = async (deps: OnboardingDeps, lead: Lead, body: Body, consentId: string): Promise<Receipt> => {
  const { leadId, verdict } = lead
  const { accepted, templateId, kind } = body
  if (isSpam(verdict)) return { accepted, messages: accepted ? 1 : 0 }
  const at = deps.now().toISOString()
  const consent = { templateId, kind, consentId, at, eventId: eventIdOf('lead.reminded', leadId) }
  if (accepted) await deps.reminders.consent(lead, consent)
  return { accepted, messages: await deps.reminders.balance(leadId, templateId) }
}

type Taken = { receipt: Receipt; replayed: boolean }

/** The first answer of an idempotency key, whenever and however often it comes. */
const takeOnce = async (deps: OnboardingDeps, lead: Lead, { body, params }: Request, key: string): Promise<Taken> => {
  const ring = await deps.ring()
  const index = blindIndex(ring, 'idempotency', 'reminder', params.leadId, key).toString('base64url')
  const fingerprint = blindIndex(ring, 'fingerprint', JSON.stringify(body)).toString('base64url')
  const before = await deps.reminderAnswers.claim(index, fingerprint)
  if (before && before.fingerprint !== fingerprint)
    throw new Problem('idempotency_key_reused', 'Make a new Idempotency-Key for each new answer.')
  if (before?.answered) return { receipt: before.answered, replayed: true }
  const consentId = blindIndex(ring, 'consent', params.leadId, 'key', key).toString('base64url').slice(0, 22)
  const receipt = await take(deps, lead, body, consentId)
  return { receipt: await deps.reminderAnswers.settle(index, receipt), replayed: false }
}

export const handleSetReminder =
  (deps: OnboardingDeps) =>
  async (request: Request, c: Context<HttpEnv>): Promise<Reply> => {
    const { params, body, principal, idempotencyKey } = request
    const lead = await ownLead(deps, params.leadId, principal)
    const { receipt, replayed } =
      idempotencyKey === undefined
        ? { receipt: await take(deps, lead, body, randomBytes(ID_BYTES).toString('base64url')), replayed: false }
        : await takeOnce(deps, lead, request, idempotencyKey)
    const outcome = replayed ? 'replayed' : body.accepted ? 'consented' : 'refused'
    note({ campaignId: lead.campaignId, leadId: lead.leadId, outcome })
    if (replayed) c.header('idempotent-replayed', 'true')
    return { status: 201, body: receipt }
  }
