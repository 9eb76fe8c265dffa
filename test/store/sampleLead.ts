import { entryOf } from '../../shared/domain/journal.ts'
import type { Change, Lead } from '../../shared/domain/lead.ts'
import { NO_DIMENSIONS } from '../../shared/domain/touch.ts'
import { eventIdOf } from '../../shared/security/blindIndex.ts'
import type { Journaled } from '../../shared/store/journalStore.ts'
import { leadKey } from '../../shared/store/keys.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** The lead id of a number. */
export const leadIdOf = (n: number): string =>
  `ld_${Array.from({ length: 20 }, (_, i) => ALPHABET[Math.floor(n / 32 ** i) % 32]).join('')}`

/** A lead as a capture makes it, about as large as real ones are; its number makes it unlike others. */
export const sampleLead = (n: number, changes: Partial<Lead> = {}): Lead => {
  const leadId = leadIdOf(n)
  const at = '2026-11-20T08:00:00.000Z'
  return {
    leadId,
    campaignId: 'spring-loans',
    mode: 'live',
    chain: 'landing_page',
    timezone: 'Asia/Shanghai',
    cohortDay: '2026-11-20',
    dimensions: NO_DIMENSIONS,
    verdict: { status: 'accepted' },
    receivedAt: at,
    cause: `request-${n}`,
    milestones: { visited: at, captured: at },
    consent: { version: '2026-11', textHash: 'h'.repeat(43), purposes: ['contact'], at, addressIndex: 'a'.repeat(22) },
    touch: { url: 'https://loan.bank.example/spring' },
    wrappedKey: 'w'.repeat(220),
    sealed: 's'.repeat(400),
    event: { id: eventIdOf('lead.captured', leadId), type: 'lead.captured', at, reached: ['visited', 'captured'] },
    ...changes,
  }
}

/** The same lead as it is when the campaign rejected it. */
export const rejectedLead = (n: number, changes: Partial<Lead> = {}): Lead => {
  const lead = sampleLead(n)
  const event = {
    ...lead.event,
    id: eventIdOf('lead.rejected', lead.leadId),
    type: 'lead.rejected',
    reached: [],
  } as const
  return {
    ...lead,
    cause: `rejected-${n}`,
    verdict: { status: 'rejected', reason: 'campaign_closed' },
    milestones: {},
    event: { ...event, reached: [] },
    ...changes,
  }
}

/** The same lead when its application of the 22nd was credited on the 26th. */
export const creditedLead = (n: number, changes: Partial<Lead> = {}): Lead => {
  const lead = sampleLead(n, changes)
  const [applied, at] = ['2026-11-22T08:00:00.000Z', '2026-11-26T08:00:00.000Z']
  const id = eventIdOf('application.credited', lead.leadId)
  return {
    ...lead,
    milestones: { ...lead.milestones, applied, credited: at },
    event: { id, type: 'application.credited', at, reached: ['credited'], amounts: { limitFen: 30_000_000 } },
  }
}

/** The change of a lead's person who comes back for the n-th time. */
export const repeatOf = (leadId: string, n: number): Change => ({
  id: eventIdOf('lead.repeated', leadId, String(n)),
  type: 'lead.repeated',
  at: '2026-11-21T09:00:00.000Z',
  reached: [],
  touch: { url: 'https://loan.bank.example/again' },
})

/** What the journal makes of a lead's change. */
export const journaled = (lead: Lead, roster?: { day: string }): Journaled => ({
  pk: leadKey(lead.leadId).pk,
  entry: entryOf(lead),
  ...(roster && { roster: { ...roster, at: lead.receivedAt, leadId: lead.leadId } }),
})
