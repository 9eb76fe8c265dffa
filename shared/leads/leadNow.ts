import type { Lead } from '../domain/lead.ts'
import type { LeadStore } from '../store/leadStore.ts'

/** More joins than one person's leads ever have. */
const MOST_JOINS = 8

/** The lead as which a person goes on: the one that was asked for, or the one it was joined with. */
export const leadNow = async (
  { leads }: { leads: Pick<LeadStore, 'find'> },
  leadId: string,
): Promise<Lead | undefined> => {
  let lead = await leads.find(leadId)
  for (let hops = 0; lead?.verdict.status === 'joined' && hops < MOST_JOINS; hops++)
    lead = await leads.find(lead.verdict.into)
  return lead?.verdict.status === 'joined' ? undefined : lead
}
